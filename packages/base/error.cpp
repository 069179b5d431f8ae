#include "base/error.hpp"

#include <cstdlib>

namespace vg {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::internal: return "internal";
  }
  std::abort();
}

std::string describe(const Error& error, std::size_t max_issues) {
  std::string out = error.message;
  std::size_t shown = 0;
  for (const Issue& issue : error.issues) {
    if (shown++ == max_issues) {
      out += "\n- and " + std::to_string(error.issues.size() - max_issues) + " more";
      break;
    }
    out += "\n- ";
    if (!issue.path.empty()) out.append(issue.path).append(": ");
    out += issue.message;
  }
  return out;
}

}  // namespace vg
