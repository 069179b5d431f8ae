// JSON as the model keeps it: a tree of standard containers whose members have no order. Nothing
// here but the way in from the product's parser uses code of the product.
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::model {

struct Tree;
using List = std::vector<Tree>;
using Map = std::map<std::string, Tree>;

// A number that is no 64-bit integer, as it is written.
struct Digits {
  std::string text;

  bool operator==(const Digits&) const = default;
};

struct Tree {
  std::variant<std::monostate, bool, std::int64_t, Digits, std::string, List, Map> content;

  Tree() = default;
  Tree(bool value) : content(value) {}
  Tree(int value) : content(std::int64_t{value}) {}
  Tree(std::int64_t value) : content(value) {}
  Tree(Digits value) : content(std::move(value)) {}
  Tree(const char* value) : content(std::string(value)) {}
  Tree(std::string value) : content(std::move(value)) {}
  Tree(List value) : content(std::move(value)) {}
  Tree(Map value) : content(std::move(value)) {}

  bool operator==(const Tree&) const = default;

  bool is_null() const { return std::holds_alternative<std::monostate>(content); }
  const Map* map() const { return std::get_if<Map>(&content); }
  const List* list() const { return std::get_if<List>(&content); }
  const std::string* text() const { return std::get_if<std::string>(&content); }
  const std::int64_t* number() const { return std::get_if<std::int64_t>(&content); }

  // The map that this is, or becomes: what was there and is no map is lost.
  Map& as_map();
  // The member, or nullptr.
  const Tree* find(std::string_view key) const;
  // The member's text or number, or an empty one.
  std::string text_of(std::string_view key) const;
  std::int64_t number_of(std::string_view key, std::int64_t otherwise = 0) const;
};

// Members in the order of their keys.
std::string to_json(const Tree& tree);

Tree to_tree(json::Value value);
// Of text that is JSON for sure.
Tree parse_tree(std::string_view text);

// RFC 7396, section 2, word for word.
void merge(Tree& target, const Tree& patch);

}  // namespace vg::model
