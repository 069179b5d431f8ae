// Places in a document, as a model writes them: `lodging/h-alfama/checkIn`, `budget/lineItems/l-2`,
// `meta/title`.
#pragma once

#include "base/result.hpp"
#include "shape/shape.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::shape {

// Where a path leads. Exactly one of `field` and `item_of` is set.
struct Place {
  std::vector<std::string> keys;   // the members to walk in the stored document
  const Field* field = nullptr;    // the path ends at this field, a collection included
  const Field* item_of = nullptr;  // the path ends at one item of this collection
  std::string record_key;          // set when the path ends inside a record: the key below `field`
  std::vector<std::string> items_on_way;  // SQLite JSON paths of the items that must exist
};

// Errors: `invalid`, naming the step that leads nowhere and what stands there instead.
Result<Place> find_place(const Shape& root, std::string_view path);

// `$."lodging"."h-alfama"` for the first `count` keys.
std::string to_sql_path(const std::vector<std::string>& keys, std::size_t count);

}  // namespace vg::shape
