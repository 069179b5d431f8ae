// Edits: typed operations on places of the document become one merge patch and its guards, without
// knowing the document.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/report.hpp"
#include "shape/shape.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

inline constexpr std::size_t kMaxOperations = 100;

// Of the argument `operations`: op, path, value, ids.
extern const shape::Shape kOperation;

struct EditPlan {
  json::Value patch;                        // RFC 7396, of the stored form
  std::vector<std::string> must_exist;      // SQLite JSON paths of items that the edit changes
  std::vector<std::string> must_not_exist;  // of items that it adds
  std::int64_t items_added = 0;
  std::vector<std::string> added;  // `lodging/h-k3f9x2q`, in the order of the operations
  std::vector<std::string> lines;  // one line per operation for the answer
  std::vector<shape::Note> notes;  // conversions of the values
};

// All operations or none. Errors: `invalid` with the issues of every operation that cannot be
// understood, `/operations/2/value/checkIn` for one.
Result<EditPlan> plan_edit(json::Arena& arena, json::Value operations, Context& context);

// `activities/a-7` of a SQLite JSON path, as the model knows it.
std::string from_sql_path(std::string_view sql_path);

}  // namespace vg::trip
