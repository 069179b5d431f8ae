#include "edge-api/worker/core/d1_error.hpp"

#include "base/text.hpp"

#include <array>
#include <string>

namespace vg::worker {
namespace {

struct Rule {
  std::string_view part;  // of what D1 says
  ErrorCode code;
  std::string_view message;  // empty: D1's own words
};

constexpr std::size_t kMaxQuoted = 200;

// The first that fits.
constexpr std::array<Rule, 6> kRules = {{
    {"CHECK constraint failed", ErrorCode::too_large,
     "the result is larger than a document may be; nothing was changed"},
    {"constraint failed", ErrorCode::conflict,
     "something else has this key already; nothing was changed"},
    {"SQLITE_TOOBIG", ErrorCode::too_large,
     "the value is larger than the database takes; nothing was changed"},
    {"string or blob too big", ErrorCode::too_large,
     "the value is larger than the database takes; nothing was changed"},
    {"no such table", ErrorCode::unavailable,
     "the database has no tables yet; apply the migrations (wrangler d1 migrations apply)"},
    {"SQLITE_ERROR", ErrorCode::internal, ""},
}};

}  // namespace

Error d1_error(std::string_view message) {
  for (const Rule& rule : kRules) {
    if (message.find(rule.part) == std::string_view::npos) continue;
    if (!rule.message.empty()) return {rule.code, std::string(rule.message), {}};
    return {rule.code, "database: " + one_line(message, kMaxQuoted), {}};
  }
  return {ErrorCode::unavailable,
          "the database cannot do this now (" + one_line(message, kMaxQuoted) +
              "); the same request may be sent again",
          {}};
}

}  // namespace vg::worker
