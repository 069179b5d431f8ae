// Money as an integer count of minor units of an ISO 4217 currency. No floating point anywhere.
#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg {

// A code of the ISO 4217 list of active currencies.
class Currency {
 public:
  static std::optional<Currency> from_code(std::string_view code);

  std::string_view code() const { return {code_.data(), code_.size()}; }
  int exponent() const;  // decimals of the minor unit: EUR 2, JPY 0, KWD 3

  bool operator==(const Currency&) const = default;

 private:
  std::array<char, 3> code_{};
};

struct Money {
  std::int64_t minor = 0;
  Currency currency;

  bool operator==(const Money&) const = default;
};

// The largest amount that is taken, in minor units: one trillion of a currency with two decimals.
inline constexpr std::int64_t kMaxMinor = 100'000'000'000'000;

// `642`, `1,484.50`, `€642`, `642 EUR`, `EUR 642.00`, `-50`. A currency in the text wins over
// `fallback`; without either it is an error, as are more decimals than the currency has, a decimal
// comma and amounts beyond kMaxMinor.
Result<Money> parse_money(std::string_view text, std::optional<Currency> fallback);

std::string to_decimal(Money money);  // 1484.50, always with all decimals
std::string to_words(Money money);    // €1,484.50; €1,484 when there are no cents; CHF 290

}  // namespace vg
