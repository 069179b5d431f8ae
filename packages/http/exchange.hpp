// One request on its way to its response, without I/O: it says what work it needs, the shell of the
// host does it.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "publish/site.hpp"
#include "store/batch.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace vg::http {

// One message before the response. The first one makes the response a stream of server-sent events;
// the body of the response is then its last one. Empty data keeps the connection alive and says
// nothing. News of the topics in `follow` are kept for the exchange from now on.
struct Event {
  std::string data;  // one JSON text without line breaks
  std::vector<std::string> follow = {};
};

// Until there are news of a topic that is followed, or the time is over.
struct Wait {
  std::chrono::milliseconds at_most;
};

// Said to the exchanges that follow the topic, on this host.
struct News {
  std::string topic;
  std::string body;
};

// Why a wait is over. Ending: the host stops, or the caller is gone.
struct Woken {
  std::optional<News> news = {};
  bool ending = false;
};

// What the shell has to do next: answer, run a batch, change a site, send, wait, or tell.
using Work = std::variant<Response, store::Batch, publish::SiteChange, Event, Wait, News>;

// What the shell has spent on the request so far.
struct Meter {
  std::int64_t database_calls = 0;
  std::int64_t database_us = 0;
  std::int64_t database_at_us = 0;  // when the first of them began, by the clock of the host
};

// For the audit log: something was changed, or somebody tried to.
struct AuditRecord {
  std::string operation;     // `edit_trip`
  std::string outcome;       // done, duplicate, or the class of the error
  std::string actor;         // the first digits of the token's hash; `local` on the machine itself
  std::string tenant;        // empty when the caller is not known
  std::string subject = {};  // id of the trip or the client
};
inline constexpr std::size_t kHashLogged = 12;  // digits; enough to revoke by

class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  virtual Work start() = 0;
  virtual Work resume(Result<store::Rows> rows, const Meter& meter) = 0;
  virtual Work resume(Result<publish::SiteOutcome> outcome, const Meter& meter) = 0;
  // After an event was sent or news were told, and after a wait. Only exchanges that ask for such
  // work have an answer to it.
  virtual Work sent();
  virtual Work woken(const Woken& woken);

  // For the log and the metrics: `edit_trip`, `GET /health`.
  virtual std::string_view name() const = 0;
  // The error class of what was answered; empty when it went well.
  virtual std::string_view failure() const = 0;
  // The W3C trace context that the message itself names; empty: that of the headers.
  virtual std::string_view traceparent() const { return {}; }
  // Of a protocol inside HTTP: what was called, such as `tools/call`.
  virtual std::string_view method() const { return {}; }
  // What it did that has to be on record, one for each call of a message.
  virtual std::span<const AuditRecord> audit() const { return {}; }
};

// Has its response from the start.
class Immediate final : public Exchange {
 public:
  Immediate(std::string_view name, Response response, std::string_view failure = {})
      : name_(name), response_(std::move(response)), failure_(failure) {}

  Work start() override { return std::move(response_); }
  Work resume(Result<store::Rows>, const Meter&) override { return Response(); }
  Work resume(Result<publish::SiteOutcome>, const Meter&) override { return Response(); }
  std::string_view name() const override { return name_; }
  std::string_view failure() const override { return failure_; }

 private:
  std::string name_;
  Response response_;
  std::string failure_;
};

// What answers requests. `request` lives as long as the exchange; `context` is made by the host and
// has no actor yet.
class Service {
 public:
  virtual ~Service() = default;
  virtual std::unique_ptr<Exchange> open(const Request& request, Context context) const = 0;
  // What came of it, before the answer is on its way.
  virtual void answered(const Request&, int /*status*/, std::int64_t /*database_calls*/) const {}
};

}  // namespace vg::http
