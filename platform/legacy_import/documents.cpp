#include "platform/legacy_import/documents.hpp"

#include "json/parse.hpp"

namespace vg::legacy_import {

using json::Value;

Value without_client(json::Arena& arena, Value document) {
  json::ObjectBuilder meta(arena);
  for (const json::Member& member : document.get("meta").members())
    if (member.key != "clientId") meta.add(member.key, member.value);
  json::ObjectBuilder out(arena);
  for (const json::Member& member : document.members())
    out.add(member.key, member.key == "meta" ? meta.finish() : member.value);
  return out.finish();
}

bool same_document(std::string_view a, std::string_view b) {
  json::Arena arena;
  const auto one = json::parse(arena, a);
  const auto other = json::parse(arena, b);
  return one && other && without_client(arena, *one) == without_client(arena, *other);
}

}  // namespace vg::legacy_import
