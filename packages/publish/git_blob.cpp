#include "publish/git_blob.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace vg::publish {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kIdDigits = 40;

using State = std::array<std::uint32_t, 5>;

// A whole block.
void compress(State& state, std::string_view block) {
  std::array<std::uint32_t, 80> w{};
  for (std::size_t i = 0; i < kBlock; ++i)
    w[i / 4] = w[i / 4] << 8 | static_cast<unsigned char>(block[i]);
  for (std::size_t i = 16; i < w.size(); ++i)
    w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < w.size(); ++i) {
    std::uint32_t mixed = (b ^ c ^ d) + (i < 40 ? 0x6ed9eba1U : 0xca62c1d6U);
    if (i < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999U;
    if (i >= 40 && i < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcU;
    const std::uint32_t next = std::rotl(a, 5) + mixed + e + w[i];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  const State added = {a, b, c, d, e};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

}  // namespace

std::string git_blob_id(std::string_view bytes) {
  std::string head = "blob " + std::to_string(bytes.size());
  head += '\0';
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::uint64_t bits = (head.size() + bytes.size()) * 8;
  const std::size_t filled = std::min(kBlock - head.size(), bytes.size());
  std::string block = head.append(bytes.substr(0, filled));
  std::string_view rest = bytes.substr(filled);
  while (block.size() == kBlock) {
    compress(state, block);
    block = rest.substr(0, kBlock);
    rest.remove_prefix(block.size());
  }
  block += '\x80';
  block.resize((block.size() + kLengthBytes + kBlock - 1) / kBlock * kBlock);
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    block[block.size() - 1 - i] = static_cast<char>(bits >> (8 * i));
  for (std::size_t at = 0; at < block.size(); at += kBlock)
    compress(state, std::string_view(block).substr(at, kBlock));
  std::array<std::uint8_t, 20> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  return to_hex(out);
}

bool is_git_id(std::string_view text) {
  return text.size() == kIdDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace vg::publish
