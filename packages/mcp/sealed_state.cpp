#include "mcp/sealed_state.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

namespace vg::mcp {
namespace {

// The length in front of the binding: no other pair gives the same text.
std::string mac(std::string_view key, std::string_view binding, std::string_view body) {
  return to_base64url(hmac_sha256(
      key, std::to_string(binding.size()) + ":" + std::string(binding) + std::string(body)));
}

}  // namespace

std::string seal_state(std::string_view key, std::string_view binding, Instant expires,
                       std::string_view content) {
  const std::string body = std::to_string(expires.ms) + "." + std::string(content);
  return mac(key, binding, body) + "." + body;
}

std::optional<std::string> open_state(std::string_view key, std::string_view binding, Instant now,
                                      std::string_view state) {
  const std::size_t end = state.find('.');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view body = state.substr(end + 1);
  if (!equal_constant_time(state.substr(0, end), mac(key, binding, body))) return std::nullopt;
  const std::size_t dot = body.find('.');
  const auto expires = parse_integer(body.substr(0, dot));
  if (dot == std::string_view::npos || !expires || *expires < now.ms) return std::nullopt;
  return std::string(body.substr(dot + 1));
}

}  // namespace vg::mcp
