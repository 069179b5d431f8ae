// Errors as HTTP answers: RFC 9457 problem details.
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"

namespace vg::http {

int status_of(ErrorCode code);

// application/problem+json: type, title, status, detail, code, issues. 401 carries a challenge that
// does not start an OAuth flow in a chat client.
Response problem(const Error& error);
// The same with a challenge of its own; empty: none but that of a 401.
Response problem(const Error& error, std::string challenge);
// The same for what is refused by a status of its own, such as 415.
Response problem(int status, std::string_view title, std::string_view detail);

}  // namespace vg::http
