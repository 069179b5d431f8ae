// Whoever wants to hear of requests, besides the log and the counters.
#pragma once

#include "http/access_log.hpp"

namespace vg::host {

class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  // After the answer was sent. From any thread; returns at once.
  virtual void answered(const http::Exchange& exchange, const http::Request& request,
                        const http::Served& served) = 0;
};

}  // namespace vg::host
