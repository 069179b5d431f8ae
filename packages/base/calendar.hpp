// Calendar dates and instants. ISO 8601 in and out; arithmetic by the proleptic Gregorian calendar
// of <chrono>.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg {

// A day without a zone, as days since 1970-01-01.
struct Date {
  std::int32_t days = 0;

  auto operator<=>(const Date&) const = default;

  std::chrono::year_month_day ymd() const { return std::chrono::sys_days(std::chrono::days(days)); }
  std::chrono::weekday weekday() const {
    return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days)));
  }
};

// Strict `YYYY-MM-DD` of a day that exists, years 1000 to 9999.
std::optional<Date> parse_date(std::string_view text);
std::string to_iso(Date date);        // 2027-03-11
std::string to_words(Date date);      // Thu 11 March 2027
std::string to_day_month(Date date);  // Thu 11 Mar
void append_day_month(std::string& out, Date date);

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;

  auto operator<=>(const Instant&) const = default;

  Date date() const;  // in UTC
};

std::string to_iso(Instant instant);  // 2026-11-22T09:30:00Z

// Minutes after midnight of `9:05`, `09:05`, `9:05 AM`, `09:05:00`, or of a word such as `Morning`;
// nothing otherwise.
std::optional<int> parse_clock(std::string_view text);

}  // namespace vg
