// How SQLite walks the tables for every statement of the product.
#pragma once

#include "base/result.hpp"
#include "platform/sqlite/connection.hpp"

#include <string>
#include <vector>

namespace vg::sqlite {

struct Plan {
  std::string_view statement;      // its name in store::all_statements()
  std::vector<std::string> steps;  // indented as EXPLAIN QUERY PLAN has them
  bool regressed = false;          // reads a whole table or sorts, and is not known to
};

// Errors: those of the database, such as a table that is missing.
Result<std::vector<Plan>> plans(Connection& connection);

}  // namespace vg::sqlite
