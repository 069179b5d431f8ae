// Header values that carry text which HTTP headers cannot hold: =?base64?…?= around the Base64 of
// UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vg::mcp {

// The text that a header value stands for; nothing when its Base64 is malformed or not UTF-8.
std::optional<std::string> decode_header_value(std::string_view value);

}  // namespace vg::mcp
