#include "http/access_log.hpp"

#include "base/digest.hpp"
#include "http/trace_context.hpp"
#include "json/write.hpp"

#include <algorithm>

namespace vg::http {
namespace {

constexpr std::size_t kMaxRequestId = 64;
constexpr int kUnauthorized = 401;

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    case Level::audit: return "audit";
  }
  return "error";
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_';
}

}  // namespace

std::string_view traceparent_of(const Exchange& exchange, const Request& request) {
  const std::string_view own = exchange.traceparent();
  const std::string_view given = own.empty() ? request.header("traceparent").value_or("") : own;
  return trace_id_of(given).empty() ? std::string_view() : given;
}

void append_line(std::string& out, Instant at, Level level, std::string_view event,
                 std::initializer_list<LogField> fields) {
  out.append("{\"at\":\"").append(to_iso(at)).append("\",\"level\":\"");
  out.append(name_of(level)).append("\",\"event\":");
  json::append_quoted(out, event);
  for (const LogField& field : fields) {
    out += ',';
    json::append_quoted(out, field.name);
    out += ':';
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      json::append_quoted(out, *text);
    } else {
      out += std::to_string(std::get<std::int64_t>(field.value));
    }
  }
  out += "}\n";
}

std::string_view given_request_id(const Request& request) {
  const std::string_view given = request.header("X-Request-Id").value_or("");
  return given.size() <= kMaxRequestId && std::ranges::all_of(given, is_plain) ? given
                                                                               : std::string_view();
}

void append_audit(std::string& out, Instant at, const Exchange& exchange, const Request& request,
                  const Served& served) {
  for (const AuditRecord& record : exchange.audit())
    append_line(out, at, Level::audit, "operation",
                {{"id", served.id},
                 {"peer", request.peer},
                 {"operation", record.operation},
                 {"outcome", record.outcome},
                 {"tenant", record.tenant},
                 {"actor", record.actor},
                 {"subject", record.subject}});
  if (served.status != kUnauthorized) return;
  if (request.bearer().empty()) return;
  const std::string hash = to_hex(sha256(request.bearer())).substr(0, kHashLogged);
  append_line(
      out, at, Level::audit, "failed login",
      {{"id", served.id}, {"peer", request.peer}, {"operation", exchange.name()}, {"token", hash}});
}

void append_request(std::string& out, Instant at, const Exchange& exchange, const Request& request,
                    const Served& served) {
  append_line(out, at, Level::info, "request",
              {{"id", served.id},
               {"trace", trace_id_of(traceparent_of(exchange, request))},
               {"operation", exchange.name()},
               {"status", served.status},
               {"failure", exchange.failure()},
               {"us", served.us},
               {"database_calls", served.meter.database_calls},
               {"database_us", served.meter.database_us},
               {"bytes_in", static_cast<std::int64_t>(request.body.size())},
               {"bytes_out", served.bytes_out}});
}

}  // namespace vg::http
