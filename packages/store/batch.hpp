// Database work as data. A use case plans a Batch; the shell of the host runs it as one atomic call
// and hands back the rows.
#pragma once

#include "base/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::store {

// Null, a whole number within ±2^53 (D1 binds every number as REAL), or text.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

// One statement. Parameters ?1 to ?3 are always the caller: token hash, local tenant, now in
// milliseconds.
struct Statement {
  std::string_view sql;  // a constant of this package
  std::vector<Cell> params;
};

// Statements that succeed or fail together. D1's limits hold on every host: 100 parameters and
// 100,000 bytes of SQL per statement.
struct Batch {
  std::vector<Statement> statements;
  bool read_only = true;

  Batch& add(std::string_view sql, const Context& context, std::vector<Cell> own = {});
  // A statement without parameters.
  Batch& add(std::string_view sql);
};

inline constexpr std::size_t kMaxParams = 100;
inline constexpr std::size_t kMaxSqlBytes = 100'000;

// The rows of one statement.
class ResultSet {
 public:
  explicit ResultSet(std::size_t columns = 0) : columns_(columns) {}

  std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  std::size_t columns() const { return columns_; }
  bool empty() const { return cells_.empty(); }
  void add(Cell cell) { cells_.push_back(std::move(cell)); }

  // Requires a row and a column that exist; text and integer give an empty value for a cell of
  // another type.
  bool is_null(std::size_t row, std::size_t column) const;
  std::string_view text(std::size_t row, std::size_t column) const;
  std::int64_t integer(std::size_t row, std::size_t column) const;

 private:
  const Cell& at(std::size_t row, std::size_t column) const {
    return cells_[row * columns_ + column];
  }

  std::size_t columns_;
  std::vector<Cell> cells_;
};

// One set per statement of the batch, in its order.
using Rows = std::vector<ResultSet>;

Cell cell(std::optional<std::int64_t> value);
Cell cell(std::string_view value);          // empty text is text
Cell cell_or_null(std::string_view value);  // empty text is null

}  // namespace vg::store
