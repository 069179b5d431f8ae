// One request on its way to its response, without I/O: it says what work it needs, the shell of the
// host does it.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "publish/site.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <memory>
#include <variant>

namespace vg::http {

// What the shell has to do next: answer, run a batch, or change a site.
using Work = std::variant<Response, store::Batch, publish::SiteChange>;

// What the shell has spent on the request so far.
struct Meter {
  std::int64_t database_calls = 0;
  std::int64_t database_us = 0;
};

class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  virtual Work start() = 0;
  virtual Work resume(Result<store::Rows> rows, const Meter& meter) = 0;
  virtual Work resume(Result<publish::SiteOutcome> outcome, const Meter& meter) = 0;

  // For the log and the metrics: `edit_trip`, `GET /health`.
  virtual std::string_view name() const = 0;
  // The error class of what was answered; empty when it went well.
  virtual std::string_view failure() const = 0;
};

// What answers requests. `request` lives as long as the exchange; `context` is made by the host and
// has no actor yet.
class Service {
 public:
  virtual ~Service() = default;
  virtual std::unique_ptr<Exchange> open(const Request& request, Context context) const = 0;
};

}  // namespace vg::http
