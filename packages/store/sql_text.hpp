// SQL text put together at compile time from fragments that several statements share.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace vg::store {

template <std::size_t N>
struct SqlText {
  std::array<char, N> chars{};

  constexpr std::string_view view() const { return {chars.data(), N}; }
  constexpr operator std::string_view() const { return view(); }
};

template <std::size_t N>
consteval SqlText<N - 1> sql_part(const char (&text)[N]) {
  SqlText<N - 1> out;
  for (std::size_t i = 0; i + 1 < N; ++i) out.chars[i] = text[i];
  return out;
}
template <std::size_t N>
consteval SqlText<N> sql_part(SqlText<N> text) {
  return text;
}

template <std::size_t A, std::size_t B>
consteval SqlText<A + B> operator+(SqlText<A> a, SqlText<B> b) {
  SqlText<A + B> out;
  for (std::size_t i = 0; i < A; ++i) out.chars[i] = a.chars[i];
  for (std::size_t i = 0; i < B; ++i) out.chars[A + i] = b.chars[i];
  return out;
}

// sql("SELECT … WHERE tenant = ", kReader, " AND id = ?4")
template <class... Parts>
consteval auto sql(const Parts&... parts) {
  return (sql_part(parts) + ...);
}

}  // namespace vg::store
