#include "mcp/header_value.hpp"

#include "base/text.hpp"

#include <cstdint>

namespace vg::mcp {
namespace {

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string out;
  std::uint32_t buffer = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pad = i >= text.size() - padding;
    const int digit = pad ? 0 : base64_digit(text[i]);
    if (digit < 0) return std::nullopt;
    buffer = buffer << 6 | static_cast<std::uint32_t>(digit);
    if (i % 4 != 3) continue;
    for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(buffer >> shift & 0xFF);
    buffer = 0;
  }
  out.resize(out.size() - padding);
  return out;
}

}  // namespace

std::optional<std::string> decode_header_value(std::string_view value) {
  constexpr std::string_view kStart = "=?base64?";
  constexpr std::string_view kEnd = "?=";
  if (!value.starts_with(kStart) || !value.ends_with(kEnd) ||
      value.size() < kStart.size() + kEnd.size())
    return std::string(value);
  auto decoded =
      decode_base64(value.substr(kStart.size(), value.size() - kStart.size() - kEnd.size()));
  if (!decoded || !is_utf8(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace vg::mcp
