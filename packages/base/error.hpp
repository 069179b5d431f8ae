// What can go wrong in a way that a caller must expect. A bug is not an Error: it is a failed
// VG_ASSERT.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vg {

// The closed set of expected failures. Each edge has one table from code to HTTP status, tool error
// or exit code.
enum class ErrorCode {
  invalid,          // the request breaks its contract; nothing was tried
  unauthenticated,  // no token, or one that is unknown, expired or revoked
  forbidden,        // the token lacks the scope
  not_found,        // no such thing for this tenant; another tenant's thing looks the same
  conflict,         // the state is not the one that the request expects
  too_large,        // over a limit; the message names the limit
  unavailable,  // the outcome is unknown or the service is busy; the same request may be sent again
  internal      // a fault of the product; the message holds nothing private
};

std::string_view name_of(ErrorCode code);

// One fault of a request that may have several: where it is and what is allowed there.
struct Issue {
  std::string path;  // `/operations/2/value/checkIn`; empty for the whole
  std::string message;

  bool operator==(const Issue&) const = default;
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // one sentence for a person: the thing at fault and what to do
  std::vector<Issue> issues;
  // Of `forbidden`: the scope that another token of the same authorization server could bring; a
  // constant. Empty when no token of it would do.
  std::string_view scope = {};

  bool operator==(const Error&) const = default;
};

// The message followed by the issues, one per line, at most `max_issues` of them.
std::string describe(const Error& error, std::size_t max_issues = 10);

}  // namespace vg
