// Amounts and dates as people typed them into the old system.
#pragma once

#include "base/calendar.hpp"
#include "base/money.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::legacy {

struct Price {
  std::string amount;  // with a decimal point, such as 1234.50
  std::optional<Currency> currency;
};

// `$1,250.00`, `1.234,50 €`, `EUR 450`, `1200`; nothing for what is no amount alone. The last point
// or comma is the decimal sign when one or two digits follow it.
std::optional<Price> read_price(std::string_view text);

// `2025-07-01 08:00:00`, `2025-07-01T08:00:00.123Z`, a date alone, or milliseconds since 1970.
std::optional<Instant> read_timestamp(std::string_view text);

// `09:00:00` as `09:00`; every other text as it is.
std::string_view without_seconds(std::string_view time);

bool is_clock_24h(std::string_view time);  // HH:MM or HH:MM:SS

}  // namespace vg::legacy
