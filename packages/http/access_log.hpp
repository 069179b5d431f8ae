// What is written down of a request, as lines of JSON: the same lines on every host, which only
// decides where they go. What is logged is never a request body, a document, a token or a name of a
// person.
#pragma once

#include "base/calendar.hpp"
#include "http/exchange.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace vg::http {

// `audit` is above all others: no setting silences it.
enum class Level { debug, info, warning, error, audit };

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
};

// One JSON object with a line feed behind it. Values are encoded, so that none can begin a line of
// its own. `event` is a constant such as `request`.
void append_line(std::string& out, Instant at, Level level, std::string_view event,
                 std::initializer_list<LogField> fields);

// The id that the caller gave the request for its own logs, in `X-Request-Id`: a plain name of at
// most 64 characters; empty when there is none, and the host makes one.
std::string_view given_request_id(const Request& request);

// What is known of a request when it has been answered.
struct Served {
  std::string_view id;
  int status = 0;
  std::int64_t us = 0;
  std::int64_t bytes_out = 0;
  Meter meter = {};
};

// The trace context of a request: that of the message, or else that of the headers; empty when
// neither is one.
std::string_view traceparent_of(const Exchange& exchange, const Request& request);

// One line for every operation that could change something, and one for a token that was refused.
// Tokens appear as the first digits of their hash, which is what `voygent token list` shows.
void append_audit(std::string& out, Instant at, const Exchange& exchange, const Request& request,
                  const Served& served);
// The line of the request itself.
void append_request(std::string& out, Instant at, const Exchange& exchange, const Request& request,
                    const Served& served);

}  // namespace vg::http
