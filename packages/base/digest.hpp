// SHA-256 (FIPS 180-4), HMAC (RFC 2104), SipHash and the text encodings of bytes that the product
// uses (RFC 4648). In the core because a token must become a hash before the one database call, on
// both hosts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vg {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view message);

// SipHash-2-4: for tables whose keys come from outside, so that nobody without the key can choose
// what shares a place. Not for what has to stay unique.
using SipKey = std::array<std::uint64_t, 2>;
SipKey sip_key(std::string_view secret);  // of any length
std::uint64_t sip_hash(const SipKey& key, std::string_view bytes);

std::string to_hex(std::span<const std::uint8_t> bytes);

// Alphabet `0-9a-z` without i, l, o, u: safe in URLs, file names and speech. Five bits per
// character, no padding.
std::string to_base32(std::span<const std::uint8_t> bytes);
std::string to_base64(std::span<const std::uint8_t> bytes);
std::string to_base64url(std::span<const std::uint8_t> bytes);  // no padding
// The bytes of the one spelling that to_base64url gives them; nothing for padding, other
// characters, or bits that no byte takes.
std::optional<std::string> from_base64url(std::string_view text);

// Compares secrets in time that depends on their lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace vg
