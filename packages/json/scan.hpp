// Runs of characters that stand in a JSON text as they are, looked at many at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace vg::json {

enum class Beyond { plain, looked_at };  // characters beyond ASCII

namespace scan {

#if defined(__SSE2__)

inline constexpr std::ptrdiff_t kWidth = 16;  // bytes that are looked at together
inline constexpr int kMarkBits = 1;           // for each of them

// Not zero when one of the bytes needs a look. Compared with their signs, bytes beyond ASCII are
// less than a space, as control characters are.
template <Beyond beyond>
unsigned marks(const char* at) {
  const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quoting =
      _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
  __m128i low = _mm_cmplt_epi8(x, _mm_set1_epi8(' '));
  if constexpr (beyond == Beyond::plain)
    low = _mm_and_si128(low, _mm_cmpgt_epi8(x, _mm_set1_epi8(-1)));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(quoting, low)));
}

#else

inline constexpr std::ptrdiff_t kWidth = 8;
inline constexpr int kMarkBits = 8;

template <Beyond beyond>
std::uint64_t marks(const char* at) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  std::uint64_t x = 0;
  std::memcpy(&x, at, sizeof x);
  const std::uint64_t quote = x ^ (kOnes * '"');
  const std::uint64_t backslash = x ^ (kOnes * '\\');
  // What is less than what it is reduced by borrows the highest bit of its byte.
  const std::uint64_t small = (x - kOnes * ' ') | (quote - kOnes) | (backslash - kOnes);
  const std::uint64_t ascii = beyond == Beyond::plain ? small & ~x : small | x;
  return ascii & (kOnes << 7U);
}

#endif

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
const char* skip_plain(const char* at, const char* end) {
  while (end - at >= scan::kWidth) {
    if (const auto marks = scan::marks<beyond>(at); marks != 0) {
      // Only bytes above one that was found may be marked wrongly.
      if constexpr (std::endian::native == std::endian::little)
        return at + std::countr_zero(marks) / scan::kMarkBits;
      break;
    }
    at += scan::kWidth;
  }
  while (at != end && scan::kPlain<beyond>[static_cast<unsigned char>(*at)]) ++at;
  return at;
}

}  // namespace vg::json
