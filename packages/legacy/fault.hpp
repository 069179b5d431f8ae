// Why a dump is refused as a whole, and what is only worth a warning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::legacy {

enum class Fault {
  syntax,
  incomplete,            // the file ends inside a statement
  forbidden_statement,   // everything that a dump of data does not need
  forbidden_expression,  // a value or a constraint that would have to be computed
  limit,                 // a value, a row or a nesting beyond what the old database could hold
  aborted_dump,          // the exporter itself gave up
  empty,                 // no table
  encoding,              // not UTF-8
  column_count,
  no_such_table,
  duplicate_table,
  constraint  // a key twice, or nothing where something must be
};

std::string_view name_of(Fault fault);

// `line` is where the statement begins, counted from 1; 0 when the whole file is meant.
struct Refusal {
  Fault fault = Fault::syntax;
  std::int64_t line = 0;
  std::int64_t byte = 0;  // of the file, where the statement begins
  std::string message;
};

enum class Warning : std::uint8_t {
  virtual_table_skipped,
  system_table_skipped,
  unknown_table,      // kept as it is, and counted
  possibly_truncated  // a table counts its ids, and the file has no counters
};

inline constexpr std::size_t kWarnings = 4;
std::string_view name_of(Warning warning);

}  // namespace vg::legacy
