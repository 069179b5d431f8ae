#include "platform/formats/toml.hpp"

#include <algorithm>
#include <sstream>
#include <toml++/toml.h>

namespace vg::formats {
namespace {

using outline::Kind;
using outline::Node;

Node converted(const toml::node& from) {
  Node out;
  out.line = static_cast<int>(from.source().begin.line);
  if (const auto* table = from.as_table()) {
    out.kind = Kind::map;
    for (const auto& [key, value] : *table)
      out.members.push_back(
          {std::string(key.str()), static_cast<int>(key.source().begin.line), converted(value)});
    // Several may stand on one line; the table has them by their names.
    std::ranges::sort(out.members, [](const outline::Member& a, const outline::Member& b) {
      return a.line != b.line ? a.line < b.line : a.key < b.key;
    });
  } else if (const auto* list = from.as_array()) {
    out.kind = Kind::list;
    for (const toml::node& item : *list) out.items.push_back(converted(item));
  } else if (const auto* text = from.as_string()) {
    out.text = text->get();
    out.quoted = true;
  } else if (const auto* truth = from.as_boolean()) {
    out.text = truth->get() ? "true" : "false";
  } else if (const auto* number = from.as_integer()) {
    out.text = std::to_string(number->get());
  } else {
    std::ostringstream written;
    from.visit([&written](const auto& value) {
      if constexpr (toml::is_value<decltype(value)>) written << value.get();
    });
    out.text = written.str();
  }
  return out;
}

}  // namespace

Result<Node> read_toml(std::string_view text) {
  try {
    return converted(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return outline::unreadable("TOML", error.source().begin.line, error.source().begin.column,
                               error.description());
  }
}

}  // namespace vg::formats
