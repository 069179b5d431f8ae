#include "shape/scalars.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "json/decimal.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

#include <cstdlib>

namespace vg::shape {

using json::Value;

namespace {

std::string shown(Value raw) {
  if (raw.is_string()) return "'" + one_line(raw.text(), 40) + "'";
  return std::string(json::name_of(raw.kind()));
}

Scalar refuse(Value raw, const std::string& expected) {
  return Scalar::refuse(expected + " is expected, not " + shown(raw));
}

Scalar read_text(json::Arena& arena, Value raw, const Field& field) {
  if (raw.is_number())
    return Scalar::of(Value(arena.copy(json::write(raw))), "a number was read as text");
  if (raw.is(json::Kind::boolean))
    return Scalar::of(Value(raw.boolean() ? "yes" : "no"), "a flag was read as text");
  if (!raw.is_string()) return refuse(raw, "text");
  std::string_view text = raw.text();
  Scalar out;
  if (auto better = cleaned(text)) {
    out.cleaned = true;
    text = arena.copy(*better);
  }
  if (field.kind == Kind::label) {
    text = trim(text);
    if (text.find_first_of("\n\t") != std::string_view::npos) {
      std::string line(text);
      for (char& c : line)
        if (c == '\n' || c == '\t') c = ' ';
      text = arena.copy(line);
    }
  }
  if (count_code_points(text) > static_cast<std::size_t>(field.most))
    return Scalar::refuse("longer than " + std::to_string(field.most) + " characters");
  out.value = Value(text);
  return out;
}

Scalar read_flag(Value raw) {
  if (raw.is(json::Kind::boolean)) return Scalar::of(raw);
  const std::string word = to_lower_ascii(raw.text());
  if (word == "true" || word == "yes") return Scalar::of(Value(true), "a word was read as a flag");
  if (word == "false" || word == "no") return Scalar::of(Value(false), "a word was read as a flag");
  if (raw.is(json::Kind::integer) && (raw.integer() == 0 || raw.integer() == 1))
    return Scalar::of(Value(raw.integer() == 1), "a number was read as a flag");
  return refuse(raw, "true or false");
}

Scalar read_number(json::Arena& arena, Value raw, const Field& field) {
  Scalar out = Scalar::of(raw);
  if (raw.is_string()) {
    const auto parsed = json::parse(arena, trim(raw.text()));
    if (!parsed || !parsed->is_number()) return refuse(raw, "a number");
    out = Scalar::of(*parsed, "text was read as a number");
  }
  const bool whole = field.kind == Kind::integer;
  if (!out.value->is_number() || (whole && !out.value->is(json::Kind::integer)))
    return refuse(raw, whole ? "a whole number" : "a number");
  const double value = json::to_double(*out.value);
  if (value < static_cast<double>(field.least) || value > static_cast<double>(field.most))
    return Scalar::refuse("a number from " + std::to_string(field.least) + " to " +
                          std::to_string(field.most) + " is expected");
  return out;
}

Scalar read_date(json::Arena&, Value raw) {
  const std::string_view text = trim(raw.text());
  if (raw.is_string() && parse_date(text)) return Scalar::of(Value(text));
  if (raw.is_string() && text.size() > 11 && text[10] == 'T' && parse_date(text.substr(0, 10)))
    return Scalar::of(Value(text.substr(0, 10)), "the time of day was left out of a date");
  return refuse(raw, "a date that exists, written like 2027-03-11,");
}

std::optional<std::string> amount_text(json::Arena&, Value raw) {
  if (raw.is_number()) return json::write(raw);
  if (raw.is_string()) return std::string(raw.text());
  return std::nullopt;
}

// {minor, currency} as it is stored, or {amount, currency} as people write it; basis, source and
// asOf go along.
Scalar read_money_object(json::Arena& arena, Value raw, const Field& field,
                         std::optional<Currency> currency) {
  for (const json::Member& member : raw.members()) {
    constexpr std::string_view kKnown = " minor amount currency basis source asOf ";
    if (kKnown.find(" " + std::string(member.key) + " ") == std::string_view::npos)
      return Scalar::refuse("an amount has no '" + one_line(member.key, 40) +
                            "'; it has amount, currency, basis, source, asOf");
  }
  const Value code = raw.get("currency");
  if (!code.is_null()) {
    currency = Currency::from_code(code.text());
    if (!currency) return refuse(code, "an ISO 4217 currency code");
  }
  std::optional<Money> money;
  if (const Value minor = raw.get("minor"); !minor.is_null()) {
    if (!minor.is(json::Kind::integer) || !currency)
      return Scalar::refuse("a whole number `minor` and a `currency` are expected");
    if (minor.integer() > kMaxMinor || minor.integer() < -kMaxMinor)
      return Scalar::refuse("the amount is too large");
    money = Money{minor.integer(), *currency};
  } else {
    const auto text = amount_text(arena, raw.get("amount"));
    if (!text)
      return Scalar::refuse(
          "`amount` is expected, for example {\"amount\": \"148.00\", \"currency\": \"EUR\"}");
    auto parsed = parse_money(*text, currency);
    if (!parsed) return Scalar::refuse(parsed.error().message);
    money = *parsed;
  }
  if (money->minor < 0 && field.least == 0)
    return Scalar::refuse("an amount may not be negative here");
  json::ObjectBuilder out(arena);
  out.add("minor", Value(money->minor)).add_copy("currency", money->currency.code());
  for (std::string_view key : {"basis", "source", "asOf"}) {
    const std::string_view text = raw.get_text(key);
    if (!text.empty()) out.add_copy(key, one_line(cleaned(text).value_or(std::string(text)), 200));
  }
  return Scalar::of(out.finish());
}

Scalar read_money(json::Arena& arena, Value raw, const Field& field,
                  std::optional<Currency> currency) {
  if (raw.is_object()) return read_money_object(arena, raw, field, currency);
  const auto text = amount_text(arena, raw);
  if (!text) return refuse(raw, "an amount such as '148.00 EUR'");
  auto money = parse_money(*text, currency);
  if (!money) return Scalar::refuse(money.error().message);
  if (money->minor < 0 && field.least == 0)
    return Scalar::refuse("an amount may not be negative here");
  return Scalar::of(from_money(arena, *money),
                    raw.is_string() ? "text was read as an amount" : std::string_view());
}

Scalar read_choice(json::Arena& arena, Value raw, const Field& field) {
  if (raw.is_string() && is_word_of(field, raw.text())) return Scalar::of(raw);
  if (raw.is_string()) {
    std::string_view words = field.words;
    while (!words.empty()) {
      const std::string_view word = words.substr(0, words.find(' '));
      if (same_spelling(word, trim(raw.text())))
        return Scalar::of(Value(arena.copy(word)), "another spelling of a word");
      words.remove_prefix(std::min(words.size(), word.size() + 1));
    }
  }
  std::string allowed;
  for (std::string_view word : split(field.words, ' '))
    allowed.append(allowed.empty() ? "" : ", ").append(word);
  return refuse(raw, "one of " + allowed);
}

}  // namespace

Scalar read_scalar(json::Arena& arena, Value raw, const Field& field,
                   std::optional<Currency> currency) {
  switch (field.kind) {
    case Kind::label:
    case Kind::labels:
    case Kind::text: return read_text(arena, raw, field);
    case Kind::flag: return read_flag(raw);
    case Kind::integer:
    case Kind::decimal: return read_number(arena, raw, field);
    case Kind::date: return read_date(arena, raw);
    case Kind::money: return read_money(arena, raw, field, currency);
    case Kind::url: {
      const std::string_view text = trim(raw.text());
      if (raw.is_string() && text.size() <= static_cast<std::size_t>(field.most) &&
          is_safe_url(text))
        return Scalar::of(Value(text));
      return refuse(raw, "an http, https, mailto or tel address, or a path inside the site,");
    }
    case Kind::currency:
      if (const auto code = Currency::from_code(trim(raw.text())))
        return Scalar::of(Value(trim(raw.text())));
      return refuse(raw, "an ISO 4217 currency code such as EUR");
    case Kind::choice:
    case Kind::choices: return read_choice(arena, raw, field);
    case Kind::ref:
    case Kind::refs: {
      const std::string id = to_item_id(raw.text());
      if (id.empty()) return refuse(raw, "the id of an item");
      return Scalar::of(Value(arena.copy(id)),
                        id == raw.text() ? std::string_view() : "an id was simplified");
    }
    case Kind::object:
    case Kind::list:
    case Kind::items:
    case Kind::record:
    case Kind::records:
    case Kind::secret:
    case Kind::any: break;
  }
  std::abort();
}

std::optional<Money> to_money(Value value) {
  const auto currency = Currency::from_code(value.get_text("currency"));
  const Value minor = value.get("minor");
  if (!currency || !minor.is(json::Kind::integer)) return std::nullopt;
  return Money{minor.integer(), *currency};
}

Value from_money(json::Arena& arena, Money money) {
  json::ObjectBuilder out(arena);
  out.add("minor", Value(money.minor)).add_copy("currency", money.currency.code());
  return out.finish();
}

}  // namespace vg::shape
