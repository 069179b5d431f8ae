// The part of the trip document that generated edits use, described once more and by other means:
// the model would see no mistake in the description of the product if it shared it.
#pragma once

#include "tests/model/tree.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vg::model {

enum class Type {
  label,
  whole,
  flag,
  date,
  money,
  word,  // `of` lists the words
  labels,
  object,  // `of` names the shape
  items,   // `of` names the shape
  record,
  secret
};

struct FieldRow {
  std::string_view shape, name;
  Type type = Type::label;
  std::string_view of = {};
};

std::span<const FieldRow> field_rows();
// `_private` is a field of every shape.
const FieldRow* find_field(std::string_view shape, std::string_view name);
// The field that a bare text stands for; empty when there is none.
std::string_view bare_field(std::string_view shape);

// A value as it is stored; nothing when it does not fit the field.
std::optional<Tree> stored_value(const Tree& raw, const FieldRow& field);
// The fields of a new object: nulls and empty texts are absent, unknown names fit nowhere.
std::optional<Map> stored_fields(const Tree& raw, std::string_view shape);

}  // namespace vg::model
