#include "shape/typed.hpp"

#include "base/text.hpp"

namespace vg::shape {

using json::Value;

Value typed(json::Arena& arena, std::string_view text, const Field& field) {
  switch (field.kind) {
    case Kind::integer:
      if (const auto number = parse_integer(text)) return Value(*number);
      break;
    case Kind::flag:
      if (text == "true" || text == "false") return Value(text == "true");
      break;
    case Kind::labels: {
      json::ArrayBuilder list(arena);
      for (std::string_view part : split(text, ',')) list.add_copy(part);
      return list.finish();
    }
    default: break;
  }
  return Value(arena.copy(text));
}

}  // namespace vg::shape
