// requestState of a 2026-07-28 `input_required` result: what the server gives a client to bring
// back. A client may send anything, so it is bound to who got it and to what was asked, expires,
// and is authenticated with HMAC-SHA-256.
#pragma once

#include "base/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::mcp {

// `binding` is what has to be the same when it comes back, such as the caller and the request.
std::string seal_state(std::string_view key, std::string_view binding, Instant expires,
                       std::string_view content);

// The content; nothing when a bit of it was changed, when it was sealed for something else, or when
// it has expired.
std::optional<std::string> open_state(std::string_view key, std::string_view binding, Instant now,
                                      std::string_view state);

}  // namespace vg::mcp
