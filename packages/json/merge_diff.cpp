#include "json/merge_diff.hpp"

#include "json/pairs.hpp"
#include "json/write.hpp"

#include <optional>

namespace vg::json {
namespace {

// What the patch says about one key, or nothing. A list is replaced as a whole, so that inside of
// it the order of members counts.
std::optional<Value> change(Arena& arena, const Pair& pair) {
  const bool stood = pair.before != nullptr && !pair.before->is_null();
  const Value before = stood ? *pair.before : Value();
  const Value after = pair.after != nullptr ? *pair.after : Value();
  if (after.is_null()) return stood ? std::optional(Value()) : std::nullopt;
  if (!after.is_object()) {
    const bool same = before.kind() == after.kind() && write(before) == write(after);
    return same ? std::nullopt : std::optional(after);
  }
  const Value patch = merge_diff(arena, before, after);
  const bool same = before.is_object() && patch.members().empty();
  return same ? std::nullopt : std::optional(patch);
}

}  // namespace

Value merge_diff(Arena& arena, Value from, Value to) {
  if (!to.is_object()) return to;
  ObjectBuilder out(arena);
  for (const Pair& pair : pairs(from, to))
    if (const auto patch = change(arena, pair)) out.add(pair.key, *patch);
  return out.finish();
}

}  // namespace vg::json
