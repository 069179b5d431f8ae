#include "templates/cards.hpp"

#include "templates/display.hpp"

#include <string>

namespace vg::templates {

using json::Member;
using json::ObjectBuilder;
using json::Value;

namespace {

class CardMaker {
 public:
  explicit CardMaker(json::Arena& arena) : arena_(arena), rows_(arena) {}

  // One card of an object; its title is the field that names it.
  Value card(Value object, const shape::Shape* shape) {
    rows_ = json::ArrayBuilder(arena_);
    ObjectBuilder out(arena_);
    const std::string_view name = shape ? name_field(object, *shape) : std::string_view();
    if (!name.empty()) out.add("title", object.get(name));
    if (const Value url = object.get("url"); url.is_string()) out.add("url", url);
    add_rows(object, shape, name, "");
    if (!rows_.empty()) out.add("rows", rows_.finish());
    return out.finish();
  }

 private:
  // The field that stands for the item, else its first text.
  static std::string_view name_field(Value object, const shape::Shape& shape) {
    if (!shape.bare.empty() && object.get(shape.bare).is_string()) return shape.bare;
    for (const shape::Field& field : shape.fields)
      if (field.kind == shape::Kind::label && object.get(field.name).is_string()) return field.name;
    return {};
  }

  static const shape::Shape* shape_of(const shape::Shape* shape, std::string_view key) {
    const shape::Field* field = shape ? shape->find(key) : nullptr;
    return field ? field->shape : nullptr;
  }

  void add_rows(Value object, const shape::Shape* shape, std::string_view skip,
                std::string_view prefix) {
    for (const Member& member : object.members()) {
      const bool is_link = member.key == "url" && prefix.empty();
      if (member.key == skip || is_link || member.key == "map_url" || member.key == "images" ||
          member.key == "geo")
        continue;
      const std::string label =
          prefix.empty() ? humanise(member.key) : std::string(prefix) + ", " + humanise(member.key);
      add_row(label, member, shape);
    }
    if (const Value map = object.get("map_url"); map.is_string() && object.get("map").is_null()) {
      ObjectBuilder row(arena_);
      rows_.add(row.add("label", Value("Map"))
                    .add("text", Value("Open the map"))
                    .add("url", map)
                    .finish());
    }
  }

  void add_row(const std::string& label, const Member& member, const shape::Shape* shape) {
    const Value value = member.value;
    ObjectBuilder row(arena_);
    if (value.is_string()) {
      const bool address = value.text().starts_with("http");
      row.add_copy("label", label).add("text", value);
      if (address) row.add("url", value);
      rows_.add(row.finish());
    } else if (value.is_object()) {
      add_rows(value, shape_of(shape, member.key), "", label);
    } else if (value.is_array() && !value.items().empty() && value.items()[0].is_string()) {
      rows_.add(row.add_copy("label", label).add("list", value).finish());
    } else {
      for (const Value& item : value.items())
        add_rows(item, shape_of(shape, member.key), "", label);
    }
  }

  json::Arena& arena_;
  json::ArrayBuilder rows_;
};

}  // namespace

Value to_cards(json::Arena& arena, Value section, const shape::Field& field,
               std::string_view title) {
  json::ArrayBuilder cards(arena);
  CardMaker maker(arena);
  const auto add = [&](Value object) {
    const Value card =
        maker.card(object, field.kind == shape::Kind::record ? nullptr : field.shape);
    if (!card.members().empty()) cards.add(card);
  };
  if (section.is_array()) {
    for (const Value& item : section.items()) add(item);
  } else if (section.is_object()) {
    add(section);
  }
  if (cards.empty()) return {};
  ObjectBuilder out(arena);
  return out.add_copy("id", field.name)
      .add_copy("title", title)
      .add("cards", cards.finish())
      .finish();
}

}  // namespace vg::templates
