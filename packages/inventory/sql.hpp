// What a text of SQL does to which tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vg::inventory {

// In the order in which they are named, each once. A name that is put together at run time is
// `(computed)`.
struct SqlUse {
  std::string verb;  // of the first statement: SELECT, INSERT …
  std::vector<std::string> reads, writes, defines;
};

// An empty verb when the text is no SQL. Verbs are taken in one case only (SELECT or select), so
// that a sentence which begins with `Select` is none.
SqlUse read_sql(std::string_view text);

}  // namespace vg::inventory
