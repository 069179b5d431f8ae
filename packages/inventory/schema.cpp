// Tables that SQL files define.
#include "inventory/scan.hpp"
#include "inventory/sql.hpp"

namespace vg::inventory {

void scan_schema(const Source& source, Scan& out) {
  if (source.format != Format::sql) return;
  const SqlUse use = read_sql(source.text);
  for (const std::string& table : use.defines) {
    std::size_t at = source.text.find(table);
    Fact& fact = add_fact(out, Kind::table, source,
                          at == std::string_view::npos ? 0 : source.line_at(at), table);
    fact.add("defined_in", source.path);
  }
}

}  // namespace vg::inventory
