#include "templates/display.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "shape/scalars.hpp"

#include <algorithm>

namespace vg::templates {

using json::Member;
using json::Value;
using shape::Field;
using shape::Kind;

namespace {

constexpr std::size_t kSampleMax = 60;

std::string joined(const std::string& path, std::string_view step) {
  return path.empty() ? std::string(step) : path + "/" + std::string(step);
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

}  // namespace

std::string humanise(std::string_view name) {
  std::string out;
  for (char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += ' ';
    if (c == '_' || c == '-') c = ' ';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

void Provenance::add(std::string_view text, Leaf leaf) {
  made_from_.emplace(text.data(), leaves_.size());
  leaves_.push_back(std::move(leaf));
}

void Provenance::derive(std::string_view text, std::initializer_list<std::string_view> sources) {
  if (!is_kept()) return;
  for (std::string_view source : sources) {
    const auto [from, to] = made_from_.equal_range(source.data());
    std::vector<std::size_t> leaves;
    for (auto at = from; at != to; ++at) leaves.push_back(at->second);
    for (std::size_t leaf : leaves) made_from_.emplace(text.data(), leaf);
  }
}

std::vector<Leaf> Provenance::not_among(const std::vector<const char*>& printed) const {
  std::vector<bool> shown(leaves_.size(), false);
  for (const char* text : printed) {
    const auto [from, to] = made_from_.equal_range(text);
    for (auto at = from; at != to; ++at) shown[at->second] = true;
  }
  std::vector<Leaf> out;
  for (std::size_t i = 0; i < leaves_.size(); ++i)
    if (!shown[i]) out.push_back(leaves_[i]);
  return out;
}

std::string Display::below(const std::string& path, std::string_view step) const {
  return provenance_.is_kept() ? joined(path, step) : std::string();
}

std::string Display::below(const std::string& path, std::size_t index) const {
  return provenance_.is_kept() ? joined(path, std::to_string(index)) : std::string();
}

Value Display::leaf(std::string_view text, const std::string& path) {
  const std::string_view own = arena_.copy(text);
  if (!provenance_.is_kept()) return Value(own);
  provenance_.add(own, {path, shorten(one_line(own, kSampleMax), kSampleMax)});
  return Value(own);
}

Value Display::object(Value shown, const shape::Shape& shape, const std::string& path) {
  json::ObjectBuilder out(arena_);
  const Field* last = nullptr;
  for (const Member& member : shown.members()) {
    const Field* field = shape.find(member.key, last);
    if (field == nullptr) continue;
    last = field;
    const Value text = value(member.value, *field, below(path, member.key));
    if (!text.is_null()) out.add(member.key, text);
  }
  const Value geo = out.find("geo") ? *out.find("geo") : Value();
  const std::string_view lat = geo.get_text("lat");
  const std::string_view lng = geo.get_text("lng");
  const std::string_view place = out.find("map") ? out.find("map")->text() : std::string_view();
  if (!lat.empty() && !lng.empty()) {
    const std::string at = std::string(lat) + "/" + std::string(lng);
    const std::string_view url =
        arena_.copy("https://www.openstreetmap.org/?mlat=" + std::string(lat) +
                    "&mlon=" + std::string(lng) + "#map=16/" + at);
    provenance_.derive(url, {lat, lng});
    out.add("map_url", Value(url));
  } else if (!place.empty()) {
    out.add_copy("map_url", "https://www.openstreetmap.org/search?query=" + percent_encoded(place));
  }
  return out.finish();
}

Value Display::value(Value shown, const Field& field, const std::string& path) {
  switch (field.kind) {
    case Kind::object: return object(shown, *field.shape, path);
    case Kind::record:
    case Kind::any:
    case Kind::records:
    case Kind::secret: return free(shown, path);
    case Kind::list:
    case Kind::items: {
      json::ArrayBuilder out(arena_);
      std::size_t i = 0;
      for (const Value& item : shown.items()) out.add(object(item, *field.shape, below(path, i++)));
      return out.finish();
    }
    case Kind::money: {
      const auto money = shape::to_money(shown);
      if (!money) return {};
      if (options_.hide_prices) {
        ++hidden_amounts_;
        return {};
      }
      return leaf(money->minor == 0 && field.least == 0 ? "Free" : to_words(*money), path);
    }
    case Kind::date: {
      const auto date = parse_date(shown.text());
      return date ? leaf(to_words(*date), path) : Value();
    }
    case Kind::flag: return shown.boolean() ? leaf(humanise(field.name), path) : Value();
    case Kind::choice: return leaf(humanise(shown.text()), path);
    case Kind::choices: {
      json::ArrayBuilder out(arena_);
      std::size_t i = 0;
      for (const Value& item : shown.items())
        out.add(leaf(humanise(item.text()), below(path, i++)));
      return out.finish();
    }
    default: return free(shown, path);
  }
}

Value Display::free(Value shown, const std::string& path) {
  switch (shown.kind()) {
    case json::Kind::null: return {};
    case json::Kind::string: return shown.text().empty() ? Value() : leaf(shown.text(), path);
    case json::Kind::boolean: return leaf(shown.boolean() ? "Yes" : "No", path);
    case json::Kind::integer:
    case json::Kind::decimal: return leaf(json::write(shown), path);
    case json::Kind::array: {
      json::ArrayBuilder out(arena_);
      std::size_t i = 0;
      for (const Value& item : shown.items()) {
        const Value text = free(item, below(path, i++));
        if (!text.is_null()) out.add(text);
      }
      return out.finish();
    }
    case json::Kind::object: {
      json::ObjectBuilder out(arena_);
      for (const Member& member : shown.members()) {
        const Value text = free(member.value, below(path, one_line(member.key, 60)));
        if (!text.is_null()) out.add(member.key, text);
      }
      return out.finish();
    }
  }
  return {};
}

}  // namespace vg::templates
