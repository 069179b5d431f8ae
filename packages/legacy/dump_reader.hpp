// Reads a SQLite or D1 text dump that arrives in pieces. Nothing of it is ever run: CREATE TABLE
// gives the shapes, INSERT … VALUES the rows, and what a dump of data does not need is refused.
//
// Memory: one row, or one statement other than INSERT, at a time, at most kMaxUnitBytes.
#pragma once

#include "legacy/expression.hpp"
#include "legacy/fault.hpp"
#include "legacy/table.hpp"
#include "legacy/utf8.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::legacy {

// One row or statement as it is written.
inline constexpr std::size_t kMaxUnitBytes = 32 * 1024 * 1024;

// What was read over, by kind.
struct StatementCounts {
  std::int64_t inserts = 0, sequence_rows = 0, indexes = 0, triggers = 0, views = 0;
};

class DumpHandler {
 public:
  DumpHandler() = default;
  DumpHandler(const DumpHandler&) = delete;
  DumpHandler& operator=(const DumpHandler&) = delete;
  virtual ~DumpHandler() = default;

  // Rows of system and virtual tables are not handed over. A fault refuses the dump.
  virtual std::optional<TableFault> row(const Row& row) = 0;
};

class DumpReader final {
 public:
  explicit DumpReader(DumpHandler& handler) : handler_(handler) {}
  DumpReader(const DumpReader&) = delete;
  DumpReader& operator=(const DumpReader&) = delete;

  // False once the dump is refused.
  bool feed(std::string_view chunk);
  // No more comes.
  bool finish();

  const std::optional<Refusal>& refusal() const { return refusal_; }
  const std::vector<std::unique_ptr<Table>>& tables() const { return tables_; }
  const StatementCounts& counts() const { return counts_; }
  bool warned(Warning warning) const { return warnings_[static_cast<std::size_t>(warning)]; }
  std::int64_t lines() const { return line_; }
  std::int64_t bytes() const { return consumed_; }  // up to the statement that is being read

 private:
  enum class Mode : std::uint8_t { plain, string, name, bracket, line_comment, block_comment };
  // Where the unit that is being read stands: before or in a statement, or among its rows.
  enum class Place : std::uint8_t { statement, before_row, row, after_row };

  bool begin();
  void scan(bool last);
  bool scan_quiet();
  bool scan_plain(bool last);
  bool take_symbol(char c);
  bool refuse(Fault fault, std::string message);
  bool refuse_at(std::int64_t line, Fault fault, std::string message);
  std::string_view unit() const { return std::string_view(buffer_).substr(start_, at_ - start_); }
  void drop_unit();
  bool begin_values();
  bool end_statement();
  bool end_row();
  bool statement(std::string_view sql);
  bool create(std::string_view sql);
  bool create_table(std::string_view sql);
  bool pragma(std::string_view sql);
  bool delete_rows(std::string_view sql);
  bool insert_head(std::string_view sql);
  bool target_of_insert(const std::string& name);
  bool columns_of_insert(std::string_view list);
  bool fill_row(const Table& table);
  void note_line(std::string_view text);
  void warn(Warning warning) { warnings_[static_cast<std::size_t>(warning)] = true; }
  Table* find_table(std::string_view name);

  DumpHandler& handler_;
  std::optional<Refusal> refusal_;

  std::string buffer_;     // from the unit that is being read on
  std::size_t start_ = 0;  // of the unit
  std::size_t at_ = 0;
  Mode mode_ = Mode::plain;
  char quote_ = '\'';
  Place place_ = Place::statement;
  int depth_ = 0;
  std::int64_t line_ = 1;            // at start_
  std::int64_t statement_line_ = 0;  // of the first word of the statement; 0 before it
  std::int64_t statement_byte_ = 0;
  std::int64_t consumed_ = 0;  // bytes before start_
  bool begun_ = false;         // the first characters have been looked at
  TriggerBody trigger_;

  std::vector<std::unique_ptr<Table>> tables_;
  std::map<std::string, Table*, std::less<>> by_name_;  // in lower case
  std::vector<std::int64_t> row_counts_;
  Table* target_ = nullptr;  // of the INSERT; none when its rows are read over
  std::vector<std::size_t> target_columns_;
  std::vector<Cell> given_, cells_;
  TextPool pool_;
  StatementCounts counts_;
  std::array<bool, kWarnings> warnings_{};
  bool has_sequence_ = false;
  bool counting_sequence_ = false;
};

}  // namespace vg::legacy
