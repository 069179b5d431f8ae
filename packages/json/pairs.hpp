// Two objects side by side: what each key stands for in either of them.
#pragma once

#include "json/value.hpp"

#include <string_view>
#include <vector>

namespace vg::json {

// One key of two objects; absent is a nullptr, and never both are.
struct Pair {
  std::string_view key;
  const Value* before = nullptr;
  const Value* after = nullptr;
};

// The keys of `after` in their order, then those that only `before` has; of values that are no
// objects there are none. Takes n log n steps, so that large objects of strangers do no harm.
std::vector<Pair> pairs(Value before, Value after);

}  // namespace vg::json
