#include "json/decimal.hpp"

#include "base/text.hpp"

namespace vg::json {
namespace {

struct Parts {
  bool negative = false;
  std::string digits;      // without leading and trailing zeros; empty for zero
  std::int64_t point = 0;  // value = 0.digits × 10^point
};

std::optional<Parts> take_apart(std::string_view lexeme) {
  Parts out;
  if (lexeme.starts_with('-')) {
    out.negative = true;
    lexeme.remove_prefix(1);
  }
  const std::size_t e = lexeme.find_first_of("eE");
  std::int64_t exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view text = lexeme.substr(e + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto value = parse_integer(text);
    if (!value || *value > 400 || *value < -400) return std::nullopt;
    exponent = *value;
  }
  const std::string_view mantissa = lexeme.substr(0, e);
  const std::size_t dot = mantissa.find('.');
  out.digits = std::string(mantissa.substr(0, dot));
  out.point = static_cast<std::int64_t>(out.digits.size()) + exponent;
  if (dot != std::string_view::npos) out.digits += mantissa.substr(dot + 1);
  const std::size_t first = out.digits.find_first_not_of('0');
  if (first == std::string::npos) return Parts{};
  out.digits.erase(0, first);
  out.point -= static_cast<std::int64_t>(first);
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  if (out.point > 309 || out.point < -307) return std::nullopt;
  return out;
}

std::string spell(const Parts& parts) {
  const auto count = static_cast<std::int64_t>(parts.digits.size());
  std::string out = parts.negative ? "-" : "";
  const auto zeros = [](std::int64_t n) { return std::string(static_cast<std::size_t>(n), '0'); };
  if (parts.point >= count && parts.point <= 21) {
    return out + parts.digits + zeros(parts.point - count);
  }
  if (parts.point > 0 && parts.point < count) {
    const auto at = static_cast<std::size_t>(parts.point);
    return out + parts.digits.substr(0, at) + '.' + parts.digits.substr(at);
  }
  if (parts.point <= 0 && parts.point > -5) return out + "0." + zeros(-parts.point) + parts.digits;
  out += parts.digits[0];
  if (count > 1) out += '.' + parts.digits.substr(1);
  return out + 'e' + std::to_string(parts.point - 1);
}

// Whether it is its own canonical text: a few digits, a point among them, no zero too many.
bool is_plain_decimal(std::string_view lexeme) {
  constexpr std::size_t kFewDigits = 18;
  if (lexeme.starts_with('-')) lexeme.remove_prefix(1);
  const std::size_t point = lexeme.find('.');
  if (point == std::string_view::npos || point == 0 || lexeme.size() > kFewDigits) return false;
  if (lexeme.back() == '0' || lexeme.find_first_of("eE") != std::string_view::npos) return false;
  return lexeme.front() != '0' || (point == 1 && lexeme[2] != '0');
}

}  // namespace

std::optional<Value> make_number(Arena& arena, std::string_view lexeme) {
  if (lexeme.find_first_of(".eE") == std::string_view::npos) {
    if (const auto integer = parse_integer(lexeme)) return Value(*integer);
  }
  if (is_plain_decimal(lexeme)) return Value::decimal(arena.copy(lexeme));
  const auto parts = take_apart(lexeme);
  if (!parts) return std::nullopt;
  if (parts->digits.empty()) return Value(0);
  const std::string text = spell(*parts);
  if (const auto integer = parse_integer(text)) return Value(*integer);
  // What is written has to be readable again.
  if (text.size() > kMaxNumberLength) return std::nullopt;
  return Value::decimal(arena.copy(text));
}

double to_double(Value number) {
  if (number.is(Kind::integer)) return static_cast<double>(number.integer());
  const auto parts = take_apart(number.text());
  if (!parts || !number.is(Kind::decimal)) return 0;
  double value = 0;
  std::int64_t shift = parts->point;
  for (char c : parts->digits) {
    value = value * 10 + (c - '0');
    --shift;
  }
  double scale = 1;
  for (std::int64_t i = 0; i < (shift < 0 ? -shift : shift); ++i) scale *= 10;
  value = shift < 0 ? value / scale : value * scale;
  return parts->negative ? -value : value;
}

}  // namespace vg::json
