#include "store/batch.hpp"

#include "base/result.hpp"

namespace vg::store {

Batch& Batch::add(std::string_view sql, const Context& context, std::vector<Cell> own) {
  VG_ASSERT(own.size() + 3 <= kMaxParams && sql.size() <= kMaxSqlBytes);
  Statement statement{sql, {}};
  statement.params.reserve(own.size() + 3);
  statement.params.push_back(cell_or_null(context.actor.token_hash));
  statement.params.push_back(cell_or_null(context.actor.tenant));
  statement.params.emplace_back(context.now.ms);
  for (Cell& value : own) statement.params.push_back(std::move(value));
  statements.push_back(std::move(statement));
  return *this;
}

Batch& Batch::add(std::string_view sql) {
  statements.push_back({sql, {}});
  return *this;
}

bool ResultSet::is_null(std::size_t row, std::size_t column) const {
  return std::holds_alternative<std::monostate>(at(row, column));
}

std::string_view ResultSet::text(std::size_t row, std::size_t column) const {
  const auto* value = std::get_if<std::string>(&at(row, column));
  return value ? std::string_view(*value) : std::string_view();
}

std::int64_t ResultSet::integer(std::size_t row, std::size_t column) const {
  const auto* value = std::get_if<std::int64_t>(&at(row, column));
  return value ? *value : 0;
}

Cell cell(std::optional<std::int64_t> value) {
  return value ? Cell(*value) : Cell();
}
Cell cell(std::string_view value) {
  return Cell(std::string(value));
}
Cell cell_or_null(std::string_view value) {
  return value.empty() ? Cell() : cell(value);
}

}  // namespace vg::store
