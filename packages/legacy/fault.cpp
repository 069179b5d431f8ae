#include "legacy/fault.hpp"

#include <cstdlib>

namespace vg::legacy {

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::syntax: return "syntax";
    case Fault::incomplete: return "incomplete";
    case Fault::forbidden_statement: return "forbidden_statement";
    case Fault::forbidden_expression: return "forbidden_expression";
    case Fault::limit: return "limit";
    case Fault::aborted_dump: return "aborted_dump";
    case Fault::empty: return "empty";
    case Fault::encoding: return "encoding";
    case Fault::column_count: return "column_count";
    case Fault::no_such_table: return "no_such_table";
    case Fault::duplicate_table: return "duplicate_table";
    case Fault::constraint: return "constraint";
  }
  std::abort();
}

std::string_view name_of(Warning warning) {
  switch (warning) {
    case Warning::virtual_table_skipped: return "virtual_table_skipped";
    case Warning::system_table_skipped: return "system_table_skipped";
    case Warning::unknown_table: return "unknown_table";
    case Warning::possibly_truncated: return "possibly_truncated";
  }
  std::abort();
}

}  // namespace vg::legacy
