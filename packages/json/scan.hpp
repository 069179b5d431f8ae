// Runs of characters that stand in a JSON text as they are, eight at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace vg::json {

enum class Beyond { plain, looked_at };  // characters beyond ASCII

namespace scan {

inline constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t kHighs = 0x8080'8080'8080'8080;

// Not zero when a byte is zero, or less than `n` for n up to 128.
constexpr std::uint64_t has_zero(std::uint64_t x) {
  return (x - kOnes) & ~x & kHighs;
}
constexpr std::uint64_t has_less(std::uint64_t x, std::uint64_t n) {
  return (x - kOnes * n) & ~x & kHighs;
}

template <Beyond beyond>
inline constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < table.size(); ++c)
    table[c] = c != '"' && c != '\\' && (c < 0x80 || beyond == Beyond::plain);
  return table;
}();

}  // namespace scan

// The first place from `at` on that holds a quote, a backslash or a control character, and with
// `looked_at` a byte beyond ASCII; else the end.
template <Beyond beyond>
std::size_t skip_plain(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size()) {
    std::uint64_t x = 0;
    std::memcpy(&x, text.data() + at, 8);
    std::uint64_t special = scan::has_less(x, 0x20) | scan::has_zero(x ^ (scan::kOnes * '"')) |
                            scan::has_zero(x ^ (scan::kOnes * '\\'));
    if constexpr (beyond == Beyond::looked_at) special |= x & scan::kHighs;
    if (special == 0) {
      at += 8;
      continue;
    }
    // Only bytes above one that was found may be marked wrongly.
    if constexpr (std::endian::native == std::endian::little)
      return at + static_cast<std::size_t>(std::countr_zero(special)) / 8;
    break;
  }
  while (at < text.size() && scan::kPlain<beyond>[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

}  // namespace vg::json
