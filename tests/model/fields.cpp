#include "tests/model/fields.hpp"

#include <algorithm>
#include <array>

namespace vg::model {
namespace {

// clang-format off
constexpr FieldRow kRows[] = {
    {"trip", "meta", Type::object, "meta"},
    {"trip", "dates", Type::object, "dates"},
    {"trip", "travelers", Type::object, "travelers"},
    {"trip", "practicalInfo", Type::record},
    {"trip", "notes", Type::labels},
    {"trip", "lodging", Type::items, "stay"},
    {"trip", "itinerary", Type::items, "day"},
    {"trip", "activities", Type::items, "activity"},
    {"trip", "insiderTips", Type::items, "tip"},
    {"meta", "title"}, {"meta", "subtitle"}, {"meta", "tagline"}, {"meta", "destination"},
    {"meta", "phase", Type::word, "planning proposal confirmed"},
    {"meta", "isArchived", Type::flag},
    {"meta", "holdDate", Type::date},
    {"meta", "tags", Type::labels},
    {"meta", "currency", Type::word, "EUR USD"},
    {"dates", "start", Type::date}, {"dates", "end", Type::date}, {"dates", "notes"},
    {"travelers", "count", Type::whole}, {"travelers", "names", Type::labels},
    {"stay", "name"}, {"stay", "location"}, {"stay", "roomType"},
    {"stay", "rooms", Type::whole},
    {"stay", "checkIn", Type::date},
    {"stay", "total", Type::money},
    {"stay", "amenities", Type::labels},
    {"stay", "tripAdvisor", Type::object, "reviews"},
    {"stay", "options", Type::items, "alternative"},
    {"reviews", "reviews", Type::whole}, {"reviews", "ranking"}, {"reviews", "tips", Type::labels},
    {"alternative", "name"}, {"alternative", "total", Type::money}, {"alternative", "pros", Type::labels},
    {"day", "day", Type::whole},
    {"day", "date", Type::date},
    {"day", "title"}, {"day", "description"},
    {"day", "highlights", Type::labels},
    {"day", "activities", Type::items, "activity"},
    {"day", "transport", Type::object, "transport"},
    {"transport", "mode", Type::word, "train ferry car"}, {"transport", "details"},
    {"activity", "name"}, {"activity", "time"}, {"activity", "day"}, {"activity", "description"},
    {"activity", "included", Type::flag},
    {"activity", "cost", Type::money},
    {"tip", "title"}, {"tip", "tip"},
};
// clang-format on

constexpr FieldRow kSecretRow = {"", "_private", Type::secret};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_at(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!is_digits(text.substr(0, 4)) || !is_digits(text.substr(5, 2)) || !is_digits(text.substr(8)))
    return false;
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int month = number_at(text, 5);
  const int day = number_at(text, 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<std::size_t>(month - 1)];
}

bool is_word(std::string_view words, const std::string& word) {
  return (" " + std::string(words) + " ").find(" " + word + " ") != std::string::npos;
}

// Whole amounts such as `120 EUR`; no other spelling is generated.
std::optional<Tree> stored_money(const Tree& raw) {
  if (raw.text() == nullptr || raw.text()->size() < 5) return std::nullopt;
  const std::string digits = raw.text()->substr(0, raw.text()->size() - 4);
  const std::string currency = raw.text()->substr(digits.size() + 1);
  if (!is_digits(digits) || (currency != "EUR" && currency != "USD")) return std::nullopt;
  return Map{{"minor", std::int64_t{std::stoll(digits) * 100}}, {"currency", currency}};
}

std::optional<Tree> stored_label(const Tree& raw) {
  if (raw.text()) return raw;
  if (raw.number()) return std::to_string(*raw.number());
  if (const bool* flag = std::get_if<bool>(&raw.content)) return *flag ? "yes" : "no";
  return std::nullopt;
}

std::optional<Tree> stored_labels(const Tree& raw) {
  if (raw.list() == nullptr) {
    auto label = stored_label(raw);
    if (label) label = List{*label};
    return label;
  }
  List out;
  for (const Tree& entry : *raw.list()) {
    auto label = stored_label(entry);
    if (!label) return std::nullopt;
    out.push_back(*label);
  }
  return out;
}

std::optional<Tree> stored_record(const Tree& raw) {
  if (raw.map() == nullptr) return std::nullopt;
  Map out;
  for (const auto& [key, value] : *raw.map())
    if (!value.is_null()) out.emplace(key, value);
  return out;
}

std::optional<Tree> stored_items(const Tree& raw, std::string_view shape) {
  if (raw.list() == nullptr) return std::nullopt;
  Map out;
  std::int64_t seq = 0;
  for (const Tree& item : *raw.list()) {
    auto fields = stored_fields(item, shape);
    if (!fields) return std::nullopt;
    fields->emplace("seq", seq += 1'000);
    out.emplace(item.text_of("id"), std::move(*fields));
  }
  return out;
}

}  // namespace

std::span<const FieldRow> field_rows() {
  return kRows;
}

const FieldRow* find_field(std::string_view shape, std::string_view name) {
  if (name == kSecretRow.name) return &kSecretRow;
  const auto found = std::ranges::find_if(
      kRows, [&](const FieldRow& row) { return row.shape == shape && row.name == name; });
  return found == std::end(kRows) ? nullptr : &*found;
}

std::string_view bare_field(std::string_view shape) {
  if (shape == "day") return "title";
  return shape == "stay" || shape == "activity" || shape == "alternative" ? "name" : "";
}

std::optional<Tree> stored_value(const Tree& raw, const FieldRow& field) {
  switch (field.type) {
    case Type::label: return stored_label(raw);
    case Type::whole:
      if (raw.number() && *raw.number() >= 0 && *raw.number() <= 1'000) return raw;
      return std::nullopt;
    case Type::flag:
      if (std::holds_alternative<bool>(raw.content)) return raw;
      return std::nullopt;
    case Type::date:
      if (raw.text() && is_date(*raw.text())) return raw;
      return std::nullopt;
    case Type::money: return stored_money(raw);
    case Type::word:
      if (raw.text() && is_word(field.of, *raw.text())) return raw;
      return std::nullopt;
    case Type::labels: return stored_labels(raw);
    case Type::object: {
      const auto fields = stored_fields(raw, field.of);
      return fields ? std::optional<Tree>(*fields) : std::nullopt;
    }
    case Type::items: return stored_items(raw, field.of);
    case Type::record: return stored_record(raw);
    case Type::secret: return raw;
  }
  std::abort();
}

std::optional<Map> stored_fields(const Tree& raw, std::string_view shape) {
  if (raw.text() && !bare_field(shape).empty()) return Map{{std::string(bare_field(shape)), raw}};
  if (raw.map() == nullptr) return std::nullopt;
  Map out;
  for (const auto& [key, value] : *raw.map()) {
    if (key == "id" || value.is_null() || (value.text() && value.text()->empty())) continue;
    const FieldRow* field = find_field(shape, key);
    auto stored = field ? stored_value(value, *field) : std::nullopt;
    if (!stored) return std::nullopt;
    out.emplace(key, std::move(*stored));
  }
  return out;
}

}  // namespace vg::model
