#include "legacy/dump_reader.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace vg::legacy {
namespace {

// The characters at which plain text may become something else.
constexpr std::array<bool, 256> kTurns = [] {
  std::array<bool, 256> out{};
  for (char c : {'\'', '"', '`', '[', '-', '/', ';', '(', ')', ','})
    out[static_cast<unsigned char>(c)] = true;
  return out;
}();

// Verbs of SQL that a dump of data has no use for; what is no verb at all is a fault of syntax.
constexpr std::string_view kVerbs =
    " select update drop alter attach detach vacuum reindex explain with replace savepoint release "
    "values ";

constexpr std::size_t kHead = 4;
// Before the values of an INSERT: more than a statement of D1 may have.
constexpr std::size_t kMaxInsertHead = 100'000;

}  // namespace

// The encoding shows in the first characters.
bool DumpReader::begin() {
  begun_ = true;
  const std::string_view head = std::string_view(buffer_).substr(0, kHead);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") ||
      head.find('\0') != std::string_view::npos)
    return refuse_at(0, Fault::encoding, "the file is not UTF-8, it seems to be UTF-16");
  if (head.starts_with("\xEF\xBB\xBF")) {
    buffer_.erase(0, 3);
    consumed_ = 3;
  }
  return true;
}

bool DumpReader::feed(std::string_view chunk) {
  if (refusal_) return false;
  buffer_.append(chunk);
  if (!begun_ && buffer_.size() < kHead) return true;
  if (!begun_ && !begin()) return false;
  scan(false);
  buffer_.erase(0, start_);
  at_ -= start_;
  start_ = 0;
  if (!refusal_ && buffer_.size() > kMaxUnitBytes)
    return refuse(Fault::limit, "one row or statement has more than 32 megabytes");
  return !refusal_;
}

bool DumpReader::finish() {
  if (refusal_ || (!begun_ && !begin())) return false;
  scan(true);
  if (refusal_) return false;
  at_ = buffer_.size();
  Lexer rest(unit());
  const bool inside = place_ != Place::statement || mode_ == Mode::block_comment ||
                      rest.next().kind != TokenKind::end;
  if (inside) {
    note_line(unit());
    if (!is_utf8_fast(unit())) return refuse(Fault::encoding, "a statement is not UTF-8");
    return refuse(Fault::incomplete, "the file ends inside a statement");
  }
  consumed_ += static_cast<std::int64_t>(at_ - start_);
  line_ += std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(start_), buffer_.end(), '\n');
  if (tables_.empty()) return refuse_at(0, Fault::empty, "the file has no table");
  const bool counts_ids = std::ranges::any_of(tables_, [](const auto& t) { return t->counts_ids; });
  if (counts_ids && !has_sequence_) warn(Warning::possibly_truncated);
  return true;
}

bool DumpReader::refuse_at(std::int64_t line, Fault fault, std::string message) {
  if (!refusal_) refusal_ = Refusal{fault, line, statement_byte_, std::move(message)};
  return false;
}

bool DumpReader::refuse(Fault fault, std::string message) {
  return refuse_at(statement_line_ > 0 ? statement_line_ : line_, fault, std::move(message));
}

// The statement begins where its first word stands.
void DumpReader::note_line(std::string_view text) {
  if (statement_line_ > 0) return;
  const std::size_t first = Lexer(text).position();
  statement_byte_ = consumed_ + static_cast<std::int64_t>(first);
  statement_line_ =
      line_ + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n');
}

void DumpReader::drop_unit() {
  const std::string_view text = unit();
  line_ += std::count(text.begin(), text.end(), '\n');
  consumed_ += static_cast<std::int64_t>(text.size());
  start_ = at_;
}

void DumpReader::scan(bool last) {
  while (!refusal_ && at_ < buffer_.size())
    if (!(mode_ == Mode::plain ? scan_plain(last) : scan_quiet())) return;
}

// Inside a string, a quoted name or a comment; false when more is needed.
bool DumpReader::scan_quiet() {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  if (mode_ == Mode::block_comment) {
    const std::size_t end = rest.find("*/");
    at_ = end == std::string_view::npos ? buffer_.size() - (rest.ends_with('*') ? 1 : 0)
                                        : at_ + end + 2;
    if (end == std::string_view::npos) return false;
  } else {
    const char close = mode_ == Mode::line_comment ? '\n' : quote_;
    const void* end = std::memchr(rest.data(), close, rest.size());
    if (end == nullptr) {
      at_ = buffer_.size();
      return false;
    }
    at_ += static_cast<std::size_t>(static_cast<const char*>(end) - rest.data()) + 1;
  }
  mode_ = Mode::plain;
  return true;
}

bool DumpReader::scan_plain(bool last) {
  while (at_ < buffer_.size() && !kTurns[static_cast<unsigned char>(buffer_[at_])]) ++at_;
  if (at_ == buffer_.size()) return false;
  const char c = buffer_[at_];
  if (c == '-' || c == '/') {
    if (at_ + 1 == buffer_.size() && !last) return false;
    const char after = at_ + 1 < buffer_.size() ? buffer_[at_ + 1] : '\0';
    const bool comment = c == '-' ? after == '-' : after == '*';
    if (comment) mode_ = c == '-' ? Mode::line_comment : Mode::block_comment;
    at_ += comment ? 2 : 1;
    return true;
  }
  if (c == '\'' || c == '"' || c == '`' || c == '[') {
    if (place_ == Place::after_row || place_ == Place::before_row)
      return refuse(Fault::syntax, "something stands between the rows of an INSERT");
    mode_ = Mode::string;
    quote_ = c == '[' ? ']' : c;
    ++at_;
    return true;
  }
  return take_symbol(c);
}

bool DumpReader::take_symbol(char c) {
  if (place_ == Place::before_row || place_ == Place::after_row) {
    Lexer between(unit());
    const Token word = between.next();
    if (word.kind != TokenKind::end)
      return refuse(word.is("on") || word.is("returning") || word.is("union") || word.is("select")
                        ? Fault::forbidden_statement
                        : Fault::syntax,
                    "something stands between the rows of an INSERT");
    if (place_ == Place::before_row) {
      if (c != '(') return refuse(Fault::syntax, "an INSERT has no values");
      drop_unit();
      place_ = Place::row;
    }
  }
  ++at_;
  switch (c) {
    case '(':
      if (place_ == Place::after_row)
        return refuse(Fault::syntax, "a comma is missing between rows");
      if (++depth_ > 2000) return refuse(Fault::limit, "parentheses lie too deep");
      return place_ == Place::statement && depth_ == 1 ? begin_values() : true;
    case ')':
      if (--depth_ < 0) return refuse(Fault::syntax, "a parenthesis closes that none opened");
      return place_ == Place::row && depth_ == 0 ? end_row() : true;
    case ',':
      if (place_ == Place::after_row) {
        drop_unit();
        place_ = Place::before_row;
      }
      return true;
    default: return end_statement();
  }
}

// At the first parenthesis of a statement: whether the rows of an INSERT begin.
bool DumpReader::begin_values() {
  const std::string_view head = unit().substr(0, unit().size() - 1);
  Lexer lexer(head);
  if (!lexer.next().is("insert")) return true;
  if (head.size() > kMaxInsertHead) {
    note_line(head);
    return refuse(Fault::limit, "an INSERT has more than 100 kilobytes before its values");
  }
  bool values = false;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next())
    values = token.is("values");
  if (!values) return true;
  note_line(head);
  if (!is_utf8_fast(head)) return refuse(Fault::encoding, "a statement is not UTF-8");
  if (!insert_head(head)) return false;
  --at_;
  drop_unit();
  ++at_;
  place_ = Place::row;
  return true;
}

bool DumpReader::end_row() {
  const std::string_view tuple = unit();
  if (!is_utf8_fast(tuple)) return refuse(Fault::encoding, "a row is not UTF-8");
  given_.clear();
  pool_.reset();
  if (auto fault = read_tuple(tuple, pool_, given_))
    return refuse(fault->fault, std::move(fault->message));
  if (counting_sequence_) ++counts_.sequence_rows;
  if (target_ != nullptr && !fill_row(*target_)) return false;
  drop_unit();
  place_ = Place::after_row;
  return true;
}

bool DumpReader::fill_row(const Table& table) {
  if (given_.size() != target_columns_.size())
    return refuse(Fault::column_count, "a row of " + table.name + " has " +
                                           std::to_string(given_.size()) + " values for " +
                                           count_of(std::ssize(target_columns_), "column"));
  cells_.resize(table.columns.size());
  if (target_columns_.size() != table.columns.size())
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i] = table.columns[i].fallback;
      cells_[i].text = table.columns[i].fallback_text;
    }
  for (std::size_t i = 0; i < given_.size(); ++i) {
    const std::size_t column = target_columns_[i];
    cells_[column] = with_affinity(given_[i], table.columns[column].affinity, pool_);
  }
  for (std::size_t i = 0; i < cells_.size(); ++i)
    if (table.columns[i].not_null && cells_[i].is_null() && !table.columns[i].generated)
      return refuse(Fault::constraint,
                    "a row of " + table.name + " has nothing in " + table.columns[i].name);
  const Row row{&table, cells_, statement_line_, ++row_counts_[table.number]};
  if (auto fault = handler_.row(row)) return refuse(fault->fault, std::move(fault->message));
  return true;
}

bool DumpReader::end_statement() {
  const std::string_view sql = unit().substr(0, unit().size() - 1);
  if (place_ == Place::statement) {
    if (depth_ > 0) {
      note_line(sql);
      return refuse(Fault::syntax, "a parenthesis does not end");
    }
    if (trigger_.is_open(sql)) return true;
    trigger_ = {};
    if (Lexer(sql).next().kind != TokenKind::end) {
      note_line(sql);
      if (!is_utf8_fast(sql)) return refuse(Fault::encoding, "a statement is not UTF-8");
      if (!statement(sql)) return false;
    }
  } else if (place_ == Place::row) {
    return refuse(Fault::syntax, "a row does not end");
  }
  drop_unit();
  place_ = Place::statement;
  depth_ = 0;
  statement_line_ = 0;
  target_ = nullptr;
  counting_sequence_ = false;
  return true;
}

bool DumpReader::statement(std::string_view sql) {
  Lexer lexer(sql);
  const Token verb = lexer.next();
  if (verb.is("create")) return create(sql);
  if (verb.is("pragma")) return pragma(sql);
  if (verb.is("delete")) return delete_rows(sql);
  if (verb.is("begin") || verb.is("commit") || verb.is("end") || verb.is("analyze")) return true;
  if (verb.is("rollback"))
    return refuse(Fault::aborted_dump, "the exporter gave up: the dump is rolled back");
  if (verb.is("insert"))
    return refuse(Fault::forbidden_statement, "an INSERT may only have values");
  const std::string word = " " + to_lower_ascii(verb.text) + " ";
  if (verb.kind == TokenKind::word && kVerbs.find(word) != std::string_view::npos)
    return refuse(Fault::forbidden_statement, "a dump has no use for " + one_line(verb.text, 20));
  return refuse(Fault::syntax, "no statement begins with " + one_line(verb.text, 40));
}

bool DumpReader::pragma(std::string_view sql) {
  Lexer lexer(sql);
  lexer.next();
  const Token name = lexer.next();
  if (name.is("defer_foreign_keys") || name.is("foreign_keys")) return true;
  return refuse(Fault::forbidden_statement, "PRAGMA " + one_line(name.text, 40));
}

bool DumpReader::delete_rows(std::string_view sql) {
  Lexer lexer(sql);
  lexer.next();
  const bool from = lexer.next().is("from");
  const Token name = lexer.next();
  if (!from || !name.is_name() || !same_word(unquoted(name), "sqlite_sequence") ||
      lexer.next().kind != TokenKind::end)
    return refuse(Fault::forbidden_statement, "a dump has no use for DELETE");
  has_sequence_ = true;
  return true;
}

bool DumpReader::create(std::string_view sql) {
  Lexer lexer(sql);
  lexer.next();
  Token what = lexer.next();
  if (what.is("temp") || what.is("temporary") || what.is("unique")) what = lexer.next();
  if (what.is("table")) return create_table(sql);
  if (what.is("index")) return ++counts_.indexes > 0;
  if (what.is("trigger")) return ++counts_.triggers > 0;
  if (what.is("view")) return ++counts_.views > 0;
  if (!what.is("virtual")) return refuse(Fault::forbidden_statement, "CREATE of an unknown kind");
  warn(Warning::virtual_table_skipped);
  lexer.next();
  Token name = lexer.next();
  if (name.is("if")) {
    lexer.next();
    lexer.next();
    name = lexer.next();
  }
  auto table = std::make_unique<Table>();
  table->name = unquoted(name);
  table->kind = TableKind::virtual_table;
  table->number = tables_.size();
  if (find_table(table->name) != nullptr)
    return refuse(Fault::duplicate_table, "the table " + table->name + " is made twice");
  by_name_[to_lower_ascii(table->name)] = table.get();
  row_counts_.push_back(0);
  tables_.push_back(std::move(table));
  return true;
}

bool DumpReader::create_table(std::string_view sql) {
  auto table = std::make_unique<Table>();
  if (auto fault = read_create_table(sql, *table))
    return refuse(fault->fault, std::move(fault->message));
  if (find_table(table->name) != nullptr)
    return refuse(Fault::duplicate_table, "the table " + table->name + " is made twice");
  if (is_system_table(table->name)) {
    table->kind = TableKind::system;
    table->counts_ids = false;
    warn(Warning::system_table_skipped);
  } else if (starts_with_ignoring_case(table->name, "sqlite_")) {
    return refuse(Fault::forbidden_statement, "a table of SQLite itself");
  } else if (table->kind == TableKind::unknown) {
    warn(Warning::unknown_table);
  }
  table->number = tables_.size();
  by_name_[to_lower_ascii(table->name)] = table.get();
  row_counts_.push_back(0);
  tables_.push_back(std::move(table));
  return true;
}

Table* DumpReader::find_table(std::string_view name) {
  const auto found = by_name_.find(to_lower_ascii(name));
  return found == by_name_.end() ? nullptr : found->second;
}

// `INSERT INTO name [(columns)] VALUES`, whose parenthesis follows.
bool DumpReader::insert_head(std::string_view sql) {
  Lexer lexer(sql);
  lexer.next();
  if (!lexer.next().is("into"))
    return refuse(Fault::forbidden_statement, "an INSERT that may leave rows out");
  const Token name = lexer.next();
  if (!name.is_name()) return refuse(Fault::syntax, "an INSERT names no table");
  if (lexer.peek().is('.'))
    return refuse(Fault::forbidden_statement, "a name has the prefix of another database");
  if (!target_of_insert(unquoted(name))) return false;
  ++counts_.inserts;
  const std::size_t from = sql.size() - lexer.rest().size();
  Token last = lexer.next();
  std::size_t end = from;
  for (; last.kind != TokenKind::end && !last.is("values"); last = lexer.next())
    end = sql.size() - lexer.rest().size();
  if (!last.is("values") || lexer.next().kind != TokenKind::end)
    return refuse(Fault::syntax, "the head of an INSERT cannot be read");
  return target_ == nullptr || columns_of_insert(sql.substr(from, end - from));
}

bool DumpReader::target_of_insert(const std::string& name) {
  target_ = nullptr;
  if (same_word(name, "sqlite_sequence")) {
    has_sequence_ = true;
    counting_sequence_ = true;
    return true;
  }
  Table* table = find_table(name);
  if (table == nullptr && is_system_table(name)) {
    warn(Warning::system_table_skipped);
    return true;
  }
  if (table == nullptr && starts_with_ignoring_case(name, "sqlite_"))
    return refuse(Fault::forbidden_statement, "rows of a table of SQLite itself");
  if (table == nullptr)
    return refuse(Fault::no_such_table,
                  "rows of " + one_line(name, 60) + ", which no CREATE TABLE made");
  if (table->kind == TableKind::known || table->kind == TableKind::unknown) target_ = table;
  return true;
}

// An empty list stands for all columns in their order.
bool DumpReader::columns_of_insert(std::string_view list) {
  target_columns_.clear();
  Lexer lexer(list);
  if (lexer.peek().kind == TokenKind::end) {
    for (std::size_t i = 0; i < target_->columns.size(); ++i)
      if (!target_->columns[i].generated) target_columns_.push_back(i);
    return true;
  }
  if (!lexer.next().is('(')) return refuse(Fault::syntax, "the head of an INSERT cannot be read");
  for (;;) {
    const Token name = lexer.next();
    const auto column = name.is_name() ? target_->find(unquoted(name)) : std::nullopt;
    if (!column || target_->columns[*column].generated ||
        std::ranges::find(target_columns_, *column) != target_columns_.end())
      return refuse(Fault::column_count,
                    target_->name + " takes no column " + one_line(name.text, 60) + " here");
    target_columns_.push_back(*column);
    const Token after = lexer.next();
    if (after.is(')'))
      return lexer.next().kind == TokenKind::end ||
             refuse(Fault::forbidden_statement, "an INSERT may only have values");
    if (!after.is(',')) return refuse(Fault::syntax, "the columns of an INSERT cannot be read");
  }
}

}  // namespace vg::legacy
