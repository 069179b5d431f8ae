#include "mcp/param_headers.hpp"

#include "base/text.hpp"
#include "mcp/header_value.hpp"

namespace vg::mcp {

using json::Value;

namespace {

void collect(Value schema, std::vector<std::string>& path, std::vector<MarkedArgument>& out) {
  for (const json::Member& property : schema.get("properties").members()) {
    path.emplace_back(property.key);
    const std::string_view name = property.value.get_text("x-mcp-header");
    if (!name.empty()) out.push_back({"Mcp-Param-" + std::string(name), path});
    collect(property.value, path, out);
    path.pop_back();
  }
}

// Whole numbers compare as numbers: `42.0` is 42.
bool says(Value value, std::string_view text) {
  if (value.is_string()) return value.text() == text;
  if (value.is(json::Kind::boolean)) return text == (value.boolean() ? "true" : "false");
  if (!value.is(json::Kind::integer)) return false;
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos &&
      text.substr(dot + 1).find_first_not_of('0') != std::string_view::npos)
    return false;
  return parse_integer(text.substr(0, dot)) == value.integer();
}

}  // namespace

std::vector<MarkedArgument> marked_arguments(Value input_schema) {
  std::vector<MarkedArgument> out;
  std::vector<std::string> path;
  collect(input_schema, path, out);
  return out;
}

std::optional<std::string> param_fault(std::span<const MarkedArgument> marked, Value arguments,
                                       std::span<const ParamHeader> headers) {
  for (const MarkedArgument& one : marked) {
    Value value = arguments;
    for (const std::string& key : one.path) value = value.get(key);
    if (value.is_null()) continue;
    const ParamHeader* header = nullptr;
    for (const ParamHeader& candidate : headers)
      if (to_lower_ascii(candidate.name) == to_lower_ascii(one.header)) header = &candidate;
    if (header == nullptr) return "the header " + one.header + " is missing";
    const auto decoded = decode_header_value(header->value);
    if (!decoded) return "the header " + one.header + " is malformed";
    if (!says(value, *decoded)) return one.header + " differs from the arguments";
  }
  return std::nullopt;
}

}  // namespace vg::mcp
