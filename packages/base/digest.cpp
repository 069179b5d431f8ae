#include "base/digest.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace vg {
namespace {

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::size_t kBlock = 64;

class Sha256 {
 public:
  void add(std::string_view bytes) {
    total_ += bytes.size();
    if (used_ > 0) {
      const std::size_t n = std::min(bytes.size(), kBlock - used_);
      std::memcpy(block_.data() + used_, bytes.data(), n);
      used_ += n;
      bytes.remove_prefix(n);
      if (used_ < kBlock) return;
      compress({block_.data(), kBlock});
      used_ = 0;
    }
    for (; bytes.size() >= kBlock; bytes.remove_prefix(kBlock)) compress(bytes.substr(0, kBlock));
    if (bytes.empty()) return;
    std::memcpy(block_.data(), bytes.data(), bytes.size());
    used_ = bytes.size();
  }

  Digest finish() {
    const std::uint64_t bits = total_ * 8;
    block_[used_++] = '\x80';
    if (used_ > kBlock - 8) {
      std::memset(block_.data() + used_, 0, kBlock - used_);
      compress({block_.data(), kBlock});
      used_ = 0;
    }
    std::memset(block_.data() + used_, 0, kBlock - 8 - used_);
    for (std::size_t i = 0; i < 8; ++i)
      block_[kBlock - 8 + i] = static_cast<char>(bits >> (56 - 8 * i));
    compress({block_.data(), kBlock});
    Digest out{};
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    return out;
  }

 private:
  static std::uint32_t word(std::string_view at) {
    std::uint32_t out = 0;
    for (std::size_t j = 0; j < 4; ++j) out = out << 8 | static_cast<unsigned char>(at[j]);
    return out;
  }

  // One of the 64 rounds, with the eight words of the state under the names that they have in it.
  static void round(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t& d,
                    std::uint32_t e, std::uint32_t f, std::uint32_t g, std::uint32_t& h,
                    std::uint32_t input) {
    const std::uint32_t e1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + e1 + ((e & f) ^ (~e & g)) + input;
    const std::uint32_t a0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    d += t1;
    h = t1 + a0 + ((a & b) ^ (a & c) ^ (b & c));
  }

  // A whole block.
  void compress(std::string_view block) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) w[i] = word(block.substr(4 * i, 4));
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t x = w[i - 15];
      const std::uint32_t y = w[i - 2];
      const std::uint32_t s0 = std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3);
      const std::uint32_t s1 = std::rotr(y, 17) ^ std::rotr(y, 19) ^ (y >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state_;
    // The words change places after each round; after eight they are where they were.
    for (std::size_t i = 0; i < 64; i += 8) {
      round(a, b, c, d, e, f, g, h, kRound[i] + w[i]);
      round(h, a, b, c, d, e, f, g, kRound[i + 1] + w[i + 1]);
      round(g, h, a, b, c, d, e, f, kRound[i + 2] + w[i + 2]);
      round(f, g, h, a, b, c, d, e, kRound[i + 3] + w[i + 3]);
      round(e, f, g, h, a, b, c, d, kRound[i + 4] + w[i + 4]);
      round(d, e, f, g, h, a, b, c, kRound[i + 5] + w[i + 5]);
      round(c, d, e, f, g, h, a, b, kRound[i + 6] + w[i + 6]);
      round(b, c, d, e, f, g, h, a, kRound[i + 7] + w[i + 7]);
    }
    const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state_[i] += added[i];
  }

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<char, kBlock> block_{};
  std::size_t used_ = 0;
  std::uint64_t total_ = 0;
};

std::string encode_bits(std::span<const std::uint8_t> bytes, unsigned bits,
                        std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() * 8 + bits - 1) / bits);
  std::uint32_t buffer = 0;
  unsigned held = 0;
  for (std::uint8_t byte : bytes) {
    buffer = buffer << 8 | byte;
    held += 8;
    while (held >= bits) {
      held -= bits;
      out += alphabet[(buffer >> held) & ((1U << bits) - 1)];
    }
  }
  if (held > 0) out += alphabet[(buffer << (bits - held)) & ((1U << bits) - 1)];
  return out;
}

int base64url_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  return c == '_' ? 63 : -1;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Sha256 state;
  state.add(bytes);
  return state.finish();
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  std::array<char, 64> block{};
  if (key.size() > block.size()) {
    const Digest short_key = sha256(key);
    std::memcpy(block.data(), short_key.data(), short_key.size());
  } else {
    std::memcpy(block.data(), key.data(), key.size());
  }
  auto inner = block;
  auto outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  Sha256 first;
  first.add({inner.data(), inner.size()});
  first.add(message);
  const Digest digest = first.finish();
  Sha256 second;
  second.add({outer.data(), outer.size()});
  second.add({reinterpret_cast<const char*>(digest.data()), digest.size()});
  return second.finish();
}

SipKey sip_key(std::string_view secret) {
  const Digest digest = sha256(secret);
  SipKey key{};
  for (std::size_t i = 0; i < sizeof key; ++i) key[i / 8] = key[i / 8] << 8U | digest[i];
  return key;
}

std::uint64_t sip_hash(const SipKey& key, std::string_view bytes) {
  std::uint64_t a = key[0] ^ 0x736f6d6570736575;
  std::uint64_t b = key[1] ^ 0x646f72616e646f6d;
  std::uint64_t c = key[0] ^ 0x6c7967656e657261;
  std::uint64_t d = key[1] ^ 0x7465646279746573;
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
      c += d, d = std::rotl(d, 16) ^ c;
      a += d, d = std::rotl(d, 21) ^ a;
      c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
    }
  };
  const auto add = [&](std::uint64_t word) {
    d ^= word;
    rounds(2);
    a ^= word;
  };
  std::uint64_t last = std::uint64_t{bytes.size()} << 56U;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8; ++i)
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    add(word);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i)
    last |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  add(last);
  c ^= 0xff;
  rounds(4);
  return a ^ b ^ c ^ d;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  return encode_bits(bytes, 4, "0123456789abcdef");
}

std::string to_base32(std::span<const std::uint8_t> bytes) {
  return encode_bits(bytes, 5, "0123456789abcdefghjkmnpqrstvwxyz");
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string out =
      encode_bits(bytes, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  return encode_bits(bytes, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t buffer = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int digit = base64url_digit(c);
    if (digit < 0) return std::nullopt;
    buffer = (buffer << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(buffer >> held & 0xFFU);
  }
  // One character alone is no byte, and the bits that are left over are zero.
  if (held >= 6 || (buffer & ((1U << held) - 1)) != 0) return std::nullopt;
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace vg
