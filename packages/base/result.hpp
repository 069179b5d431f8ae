// Result<T>: a value or an Error, and the only control-flow macros of the project.
#pragma once

#include "base/error.hpp"

#include <cstdlib>
#include <type_traits>
#include <utility>
#include <variant>

namespace vg {

// An invariant that only a bug can break. On in release: a wrong answer is worse than a stop; traps
// in WebAssembly.
#define VG_ASSERT(condition)       \
  do {                             \
    if (!(condition)) [[unlikely]] \
      std::abort();                \
  } while (false)

// The member names are those of std::expected, so that it can take over when both hosts have it.
template <class T>
class [[nodiscard]] Result {
 public:
  // From everything that converts to a T, so that a variant can be returned by one of its
  // alternatives.
  template <class U>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
             !std::is_same_v<std::remove_cvref_t<U>, Error>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Requires has_value().
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }

  // Requires !has_value().
  Error& error() & { return *std::get_if<1>(&state_); }
  const Error& error() const& { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

struct Done {
  bool operator==(const Done&) const = default;
};
using Status = Result<Done>;

#define VG_CONCAT_2(a, b) a##b
#define VG_CONCAT(a, b) VG_CONCAT_2(a, b)

// VG_TRY(auto trip, load(rows)): binds the value, or returns the Error from the enclosing function.
#define VG_TRY(declaration, ...) \
  VG_TRY_2(VG_CONCAT(vg_result_, __COUNTER__), declaration, __VA_ARGS__)
#define VG_TRY_2(name, declaration, ...)     \
  auto name = (__VA_ARGS__);                 \
  if (!name) return std::move(name).error(); \
  declaration = *std::move(name)

// VG_CHECK(validate(day)): returns the Error if there is one.
#define VG_CHECK(...)                                                                    \
  do {                                                                                   \
    if (auto vg_status = (__VA_ARGS__); !vg_status) return std::move(vg_status).error(); \
  } while (false)

// Visits a variant with one function per alternative; a missing one does not compile.
template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace vg
