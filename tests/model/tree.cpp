#include "tests/model/tree.hpp"

#include "json/parse.hpp"

#include <array>
#include <cstdio>

namespace vg::model {
namespace {

void append_text(std::string& out, const std::string& text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape{};
      const int length = std::snprintf(escape.data(), escape.size(), "\\u%04x", c);
      out.append(escape.data(), static_cast<std::size_t>(length));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append(std::string& out, const Tree& tree);

void append_list(std::string& out, const List& list) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    append(out, list[i]);
  }
  out += ']';
}

void append_map(std::string& out, const Map& map) {
  out += '{';
  for (auto member = map.begin(); member != map.end(); ++member) {
    if (member != map.begin()) out += ',';
    append_text(out, member->first);
    out += ':';
    append(out, member->second);
  }
  out += '}';
}

void append(std::string& out, const Tree& tree) {
  std::visit(Overloaded{[&](std::monostate) { out += "null"; },
                        [&](bool value) { out += value ? "true" : "false"; },
                        [&](std::int64_t value) { out += std::to_string(value); },
                        [&](const Digits& value) { out += value.text; },
                        [&](const std::string& value) { append_text(out, value); },
                        [&](const List& value) { append_list(out, value); },
                        [&](const Map& value) { append_map(out, value); }},
             tree.content);
}

}  // namespace

Map& Tree::as_map() {
  if (map() == nullptr) content = Map();
  return *std::get_if<Map>(&content);
}

const Tree* Tree::find(std::string_view key) const {
  if (map() == nullptr) return nullptr;
  const auto found = map()->find(std::string(key));
  return found == map()->end() ? nullptr : &found->second;
}

std::string Tree::text_of(std::string_view key) const {
  const Tree* member = find(key);
  return member && member->text() ? *member->text() : std::string();
}

std::int64_t Tree::number_of(std::string_view key, std::int64_t otherwise) const {
  const Tree* member = find(key);
  return member && member->number() ? *member->number() : otherwise;
}

std::string to_json(const Tree& tree) {
  std::string out;
  append(out, tree);
  return out;
}

Tree to_tree(json::Value value) {
  switch (value.kind()) {
    case json::Kind::null: return {};
    case json::Kind::boolean: return value.boolean();
    case json::Kind::integer: return value.integer();
    case json::Kind::decimal: return Digits{std::string(value.text())};
    case json::Kind::string: return std::string(value.text());
    case json::Kind::array: {
      List out;
      for (const json::Value& item : value.items()) out.push_back(to_tree(item));
      return out;
    }
    case json::Kind::object: {
      Map out;
      for (const json::Member& member : value.members())
        VG_ASSERT(out.emplace(std::string(member.key), to_tree(member.value)).second);
      return out;
    }
  }
  std::abort();
}

Tree parse_tree(std::string_view text) {
  json::Arena arena;
  const auto value = json::parse(arena, text);
  VG_ASSERT(value.has_value());
  return to_tree(*value);
}

void merge(Tree& target, const Tree& patch) {
  if (patch.map() == nullptr) {
    target = patch;
    return;
  }
  Map& members = target.as_map();
  for (const auto& [key, value] : *patch.map()) {
    if (value.is_null()) {
      members.erase(key);
    } else {
      merge(members[key], value);
    }
  }
}

}  // namespace vg::model
