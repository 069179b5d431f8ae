#include "base/money.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace vg {
namespace {

// ISO 4217 list one, active codes, without funds, metals and testing codes. In their order.
constexpr std::string_view kCodes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
    "KRW "
    "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN "
    "NAD "
    "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
    "SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS "
    "VED "
    "VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";
constexpr std::string_view kNoDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

constexpr std::size_t kStride = 4;  // a code and what separates it from the next

constexpr bool is_in_order(std::string_view list) {
  for (std::size_t at = kStride; at < list.size(); at += kStride)
    if (list.substr(at - kStride, 3) >= list.substr(at, 3)) return false;
  return list.size() % kStride == 3;
}
static_assert(is_in_order(kCodes) && is_in_order(kNoDecimals) && is_in_order(kThreeDecimals));

bool listed(std::string_view list, std::string_view code) {
  std::size_t first = 0;
  for (std::size_t end = (list.size() + 1) / kStride; first < end;) {
    const std::size_t middle = (first + end) / 2;
    const int order = list.compare(middle * kStride, 3, code);
    if (order == 0) return true;
    if (order < 0) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return false;
}

struct Symbol {
  std::string_view symbol;
  std::string_view code;
};
// Longer symbols first, so that `CA$` is not read as `$`.
constexpr std::array<Symbol, 10> kSymbols = {{{"CA$", "CAD"},
                                              {"NZ$", "NZD"},
                                              {"HK$", "HKD"},
                                              {"A$", "AUD"},
                                              {"R$", "BRL"},
                                              {"€", "EUR"},
                                              {"£", "GBP"},
                                              {"¥", "JPY"},
                                              {"₹", "INR"},
                                              {"$", "USD"}}};

// Takes a symbol or code off either end of the text.
std::optional<Currency> take_currency(std::string_view& text) {
  for (const Symbol& symbol : kSymbols) {
    if (text.starts_with(symbol.symbol)) {
      text = trim(text.substr(symbol.symbol.size()));
      return Currency::from_code(symbol.code);
    }
    if (text.ends_with(symbol.symbol)) {
      text = trim(text.substr(0, text.size() - symbol.symbol.size()));
      return Currency::from_code(symbol.code);
    }
  }
  if (text.size() > 3) {
    if (auto currency = Currency::from_code(text.substr(0, 3))) {
      text = trim(text.substr(3));
      return currency;
    }
    if (auto currency = Currency::from_code(text.substr(text.size() - 3))) {
      text = trim(text.substr(0, text.size() - 3));
      return currency;
    }
  }
  return std::nullopt;
}

Error fault(std::string message) {
  return Error{ErrorCode::invalid, std::move(message), {}};
}

// Whole digits with or without thousands commas; nothing when they are not in groups of three.
std::optional<std::string> whole_digits(std::string_view text) {
  const auto groups = split(text, ',');
  std::string out;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool good_length =
        groups.size() == 1 || (i == 0 ? groups[i].size() <= 3 : groups[i].size() == 3);
    if (groups[i].empty() || !good_length) return std::nullopt;
    for (char c : groups[i])
      if (c < '0' || c > '9') return std::nullopt;
    out += groups[i];
  }
  return out;
}

}  // namespace

std::optional<Currency> Currency::from_code(std::string_view code) {
  if (code.size() != 3 || !listed(kCodes, code)) return std::nullopt;
  Currency out;
  std::copy(code.begin(), code.end(), out.code_.begin());
  return out;
}

int Currency::exponent() const {
  if (listed(kNoDecimals, code())) return 0;
  return listed(kThreeDecimals, code()) ? 3 : 2;
}

Result<Money> parse_money(std::string_view text, std::optional<Currency> fallback) {
  const std::string_view original = text;
  const std::string quoted = "'" + one_line(original, 40) + "'";
  text = trim(text);
  bool negative = text.starts_with('-');
  if (negative) text = trim(text.substr(1));
  std::optional<Currency> currency = take_currency(text);
  if (!negative && text.starts_with('-')) {
    negative = true;
    text = trim(text.substr(1));
  }
  if (!currency) currency = fallback;
  if (!currency)
    return fault(quoted +
                 " has no currency; write the amount with its ISO code, for example '148.00 EUR'");
  const std::size_t point = text.find('.');
  const auto whole = whole_digits(text.substr(0, point));
  std::string decimals;
  if (point != std::string_view::npos) decimals = text.substr(point + 1);
  const bool all_digits =
      std::all_of(decimals.begin(), decimals.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!whole || !all_digits || (point != std::string_view::npos && decimals.empty()))
    return fault(quoted +
                 " is not an amount; write it like 1484.50, with a point before the decimals");
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  const auto exponent = static_cast<std::size_t>(currency->exponent());
  if (decimals.size() > exponent)
    return fault(quoted + " has more decimals than " + std::string(currency->code()) + " has (" +
                 std::to_string(exponent) + ")");
  decimals.append(exponent - decimals.size(), '0');
  const auto minor = parse_integer(*whole + decimals);
  if (!minor || *minor > kMaxMinor) return fault(quoted + " is too large an amount");
  return Money{negative ? -*minor : *minor, *currency};
}

std::string to_decimal(Money money) {
  const auto exponent = static_cast<std::size_t>(money.currency.exponent());
  const bool negative = money.minor < 0;
  std::string digits = std::to_string(negative ? -money.minor : money.minor);
  if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
  if (exponent > 0) digits.insert(digits.size() - exponent, ".");
  return negative ? "-" + digits : digits;
}

std::string to_words(Money money) {
  std::string digits = to_decimal(money);
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  std::size_t whole = digits.find('.');
  if (whole == std::string::npos) whole = digits.size();
  const bool no_cents =
      digits.find_first_not_of('0', std::min(whole + 1, digits.size())) == std::string::npos;
  if (no_cents) digits.resize(whole);
  for (std::size_t at = whole; at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  std::string prefix(money.currency.code());
  prefix += "\u00A0";
  for (const Symbol& symbol : kSymbols)
    if (symbol.code == money.currency.code()) prefix = symbol.symbol;
  return (negative ? "−" : "") + prefix + digits;
}

}  // namespace vg
