// A table as the dump itself describes it, and one row of it.
#pragma once

#include "legacy/cell.hpp"
#include "legacy/expression.hpp"
#include "legacy/fault.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::legacy {

// What SQLite makes of a value that is put into a column.
enum class Affinity : std::uint8_t { none, text, number };

struct Column {
  std::string name;
  Affinity affinity = Affinity::none;
  bool not_null = false;
  bool generated = false;  // has no place among the values of an INSERT
  Cell fallback;           // the literal that stands after DEFAULT, without its text
  std::string fallback_text;
};

enum class TableKind : std::uint8_t { known, unknown, system, virtual_table };

struct Table {
  std::string name;
  TableKind kind = TableKind::unknown;
  std::size_t number = 0;  // in the order of the dump
  std::vector<Column> columns;
  std::vector<std::vector<std::size_t>>
      keys;  // columns that are unique together; the first is the primary one, if any
  bool has_primary_key = false;
  bool counts_ids = false;  // AUTOINCREMENT

  std::optional<std::size_t> find(std::string_view column) const;
  // The primary key is one whole number that SQLite itself gives to a row without.
  bool has_row_id() const;
};

// The tables of the old system, by the name that each has there.
bool is_known_table(std::string_view name);
// The platform keeps these for itself.
bool is_system_table(std::string_view name);

// A row, by the names of its columns. Valid until the reader goes on.
struct Row {
  const Table* table = nullptr;
  std::span<const Cell> cells;  // one for each column of the table, after its affinity
  std::int64_t line = 0;        // of the statement
  std::int64_t number = 0;      // among the rows of its table, from 1

  // Null for a column that the dump does not have.
  Cell cell(std::string_view column) const;
  std::string_view text(std::string_view column) const {
    const Cell found = cell(column);
    return found.is_text() ? found.text : std::string_view();
  }
  // What names the row in a report: its primary key, else its number.
  std::string key() const;
};

struct TableFault {
  Fault fault;
  std::string message;
};

// Reads a whole CREATE TABLE, without its semicolon.
std::optional<TableFault> read_create_table(std::string_view sql, Table& table);

// The value as the column stores it: what looks like a number becomes one, or a number a text.
Cell with_affinity(const Cell& cell, Affinity affinity, TextPool& pool);

}  // namespace vg::legacy
