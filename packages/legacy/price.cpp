#include "legacy/price.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace vg::legacy {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Mark {
  std::string_view text, code;
};
constexpr std::array<Mark, 5> kMarks = {
    {{"EUR", "EUR"}, {"USD", "USD"}, {"GBP", "GBP"}, {"€", "EUR"}, {"$", "USD"}}};

// Digits of a fixed place in a text.
std::optional<std::int64_t> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  const std::string_view part = text.substr(from, count);
  if (!std::ranges::all_of(part, is_digit)) return std::nullopt;
  return parse_integer(part);
}

}  // namespace

std::optional<Price> read_price(std::string_view text) {
  Price out;
  text = trim(text);
  for (const Mark& mark : kMarks) {
    if (text.starts_with(mark.text)) {
      text.remove_prefix(mark.text.size());
    } else if (text.ends_with(mark.text)) {
      text.remove_suffix(mark.text.size());
    } else {
      continue;
    }
    out.currency = Currency::from_code(mark.code);
    break;
  }
  text = trim(text);
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  const std::size_t sign = text.find_last_of(".,");
  const bool decimal = sign != std::string_view::npos && text.size() - sign <= 3;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      out.amount += text[i];
    } else if (text[i] != '.' && text[i] != ',') {
      return std::nullopt;
    } else if (decimal && i == sign) {
      out.amount += '.';
    }
  }
  return out;
}

std::optional<Instant> read_timestamp(std::string_view text) {
  constexpr std::int64_t kDayMs = 86'400'000;
  text = trim(text);
  if (text.size() >= 12 && text.size() <= 14)
    if (const auto ms = parse_integer(text)) return Instant{*ms};
  const auto date = parse_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  Instant out{date->days * kDayMs};
  if (text.size() == 10) return out;
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!hour || !minute || !second || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
  out.ms += (*hour * 3600 + *minute * 60 + *second) * 1000;
  if (text.size() > 20 && text[19] == '.') out.ms += digits(text, 20, 3).value_or(0);
  return out;
}

std::string_view without_seconds(std::string_view time) {
  return time.size() == 8 && is_clock_24h(time) && time.ends_with(":00") ? time.substr(0, 5) : time;
}

bool is_clock_24h(std::string_view time) {
  if (time.size() != 5 && time.size() != 8) return false;
  for (std::size_t i = 0; i < time.size(); ++i)
    if (i % 3 == 2 ? time[i] != ':' : !is_digit(time[i])) return false;
  return true;
}

}  // namespace vg::legacy
