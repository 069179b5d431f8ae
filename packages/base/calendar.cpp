#include "base/calendar.hpp"

#include "base/text.hpp"

#include <array>

namespace vg {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct ClockWord {
  std::string_view word;
  int minutes;
};
// When words stand where a time is expected. `all day` sorts before everything that has a time.
constexpr std::array<ClockWord, 12> kClockWords = {{{"all day", 0},
                                                    {"early morning", 7 * 60},
                                                    {"breakfast", 8 * 60},
                                                    {"morning", 9 * 60},
                                                    {"late morning", 11 * 60},
                                                    {"noon", 12 * 60},
                                                    {"midday", 12 * 60},
                                                    {"lunch", 12 * 60 + 30},
                                                    {"afternoon", 14 * 60},
                                                    {"evening", 19 * 60},
                                                    {"dinner", 19 * 60 + 30},
                                                    {"night", 21 * 60}}};

std::string two_digits(unsigned value) {
  std::string out(2, '0');
  out[0] = static_cast<char>('0' + value / 10 % 10);
  out[1] = static_cast<char>('0' + value % 10);
  return out;
}

// Reads up to `max` digits; -1 when there is none.
int take_number(std::string_view& text, std::size_t max) {
  int value = 0;
  std::size_t n = 0;
  while (n < max && n < text.size() && text[n] >= '0' && text[n] <= '9')
    value = value * 10 + (text[n++] - '0');
  text.remove_prefix(n);
  return n == 0 ? -1 : value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const auto digits = [&](std::size_t at, std::size_t n) {
    int value = 0;
    for (std::size_t i = at; i < at + n; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const std::chrono::year_month_day ymd(std::chrono::year(digits(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(digits(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(digits(8, 2))));
  if (digits(0, 4) < 1000 || !ymd.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count())};
}

std::string to_iso(Date date) {
  const auto ymd = date.ymd();
  return std::to_string(static_cast<int>(ymd.year())) + '-' +
         two_digits(static_cast<unsigned>(ymd.month())) + '-' +
         two_digits(static_cast<unsigned>(ymd.day()));
}

std::string to_words(Date date) {
  const auto ymd = date.ymd();
  std::string out(kDays[date.weekday().c_encoding()]);
  out += ' ' + std::to_string(static_cast<unsigned>(ymd.day())) + ' ';
  out += kMonths[static_cast<unsigned>(ymd.month()) - 1];
  return out + ' ' + std::to_string(static_cast<int>(ymd.year()));
}

std::string to_day_month(Date date) {
  std::string out;
  append_day_month(out, date);
  return out;
}

void append_day_month(std::string& out, Date date) {
  const auto ymd = date.ymd();
  const auto day = static_cast<unsigned>(ymd.day());
  out.append(kDays[date.weekday().c_encoding()]) += ' ';
  if (day > 9) out += static_cast<char>('0' + day / 10);
  out += static_cast<char>('0' + day % 10);
  out += ' ';
  out += kMonths[static_cast<unsigned>(ymd.month()) - 1].substr(0, 3);
}

Date Instant::date() const {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t days = ms >= 0 ? ms / kDay : -((-ms + kDay - 1) / kDay);
  return Date{static_cast<std::int32_t>(days)};
}

std::string to_iso(Instant instant) {
  const Date date = instant.date();
  const std::int64_t seconds = (instant.ms - std::int64_t{date.days} * 86'400'000) / 1000;
  const auto part = [](std::int64_t value) { return two_digits(static_cast<unsigned>(value)); };
  return to_iso(date) + 'T' + part(seconds / 3600) + ':' + part(seconds / 60 % 60) + ':' +
         part(seconds % 60) + 'Z';
}

std::optional<int> parse_clock(std::string_view text) {
  text = trim(text);
  const std::string lower = to_lower_ascii(text);
  for (const ClockWord& word : kClockWords)
    if (lower == word.word) return word.minutes;
  int hours = take_number(text, 2);
  if (hours < 0 || text.empty() || text[0] != ':') return std::nullopt;
  text.remove_prefix(1);
  const int minutes = take_number(text, 2);
  if (minutes < 0 || minutes > 59) return std::nullopt;
  if (!text.empty() && text[0] == ':') {
    text.remove_prefix(1);
    if (take_number(text, 2) < 0) return std::nullopt;
  }
  const std::string suffix = to_lower_ascii(trim(text));
  if (suffix == "am" || suffix == "pm") {
    if (hours < 1 || hours > 12) return std::nullopt;
    hours = hours % 12 + (suffix == "pm" ? 12 : 0);
  } else if (!suffix.empty() && suffix[0] != '+') {
    return std::nullopt;
  }
  if (hours > 23) return std::nullopt;
  return hours * 60 + minutes;
}

}  // namespace vg
