#include "legacy/table.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace vg::legacy {
namespace {

constexpr std::string_view kKnown =
    " sessionmanagement email_processing_log processed_emails instruction_sets commission_config "
    "instruction_access_log db_errors db_documentation trips_v2 clients_v2 llm_trip_context "
    "llm_conversation_memory llm_faq_cache migration_status system_config llm_query_log "
    "llm_failed_queries llm_query_sessions llm_config query_performance_log htmldocumenttemplates "
    "maintenance_reports proposal_versions clients trips activitylog schema_migrations hotel_cache "
    "rooms_cache commission_rates commission_rules trip_facts facts_dirty tripdays tripcosts "
    "bookinghistory proposals trip_client_assignments travel_services trip_search_surface "
    "trip_search_surface_dirty advisors subscription_tiers subscriptions entitlement_overrides "
    "usage_events usage_monthly_rollup ";

// The rules of sqlite.org/datatype3.html, 3.1, as far as they matter for a dump.
Affinity affinity_of(std::string_view type) {
  const std::string lower = to_lower_ascii(type);
  const auto has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  if (has("int")) return Affinity::number;
  if (has("char") || has("clob") || has("text")) return Affinity::text;
  if (lower.empty() || has("blob")) return Affinity::none;
  return lower == "any" ? Affinity::none : Affinity::number;
}

constexpr std::size_t kMostColumns = 2'000;

constexpr std::string_view kConstraintWords =
    " constraint primary not null unique check default collate references generated as ";

bool begins_constraint(const Token& token) {
  return token.kind == TokenKind::word &&
         kConstraintWords.find(" " + to_lower_ascii(token.text) + " ") != std::string_view::npos;
}

class Definition {
 public:
  Definition(std::string_view sql, Table& table) : lexer_(sql), table_(table) {}

  std::optional<TableFault> read() {
    if (head()) body();
    return std::move(fault_);
  }

 private:
  bool refuse(Fault fault, std::string message) {
    if (!fault_) fault_ = TableFault{fault, std::move(message)};
    return false;
  }

  bool take(std::string_view keyword) {
    if (!lexer_.peek().is(keyword)) return false;
    lexer_.next();
    return true;
  }

  bool head() {
    lexer_.next();  // CREATE
    if (lexer_.peek().is("temp") || lexer_.peek().is("temporary"))
      return refuse(Fault::forbidden_statement, "a temporary table is no part of a dump");
    lexer_.next();  // TABLE
    if (take("if")) {
      lexer_.next();
      lexer_.next();
    }
    const Token name = lexer_.next();
    if (!name.is_name()) return refuse(Fault::syntax, "a table has no name");
    table_.name = unquoted(name);
    if (lexer_.peek().is('.'))
      return refuse(Fault::forbidden_statement, "a name has the prefix of another database");
    if (take("as")) return refuse(Fault::forbidden_statement, "a table is made by a query");
    if (!lexer_.next().is('(')) return refuse(Fault::syntax, "a table has no columns");
    return true;
  }

  void body() {
    while (!fault_) {
      const Token first = lexer_.peek();
      if (first.kind == TokenKind::word && !table_.columns.empty() && is_table_constraint(first)) {
        table_constraint();
      } else {
        column();
      }
      if (fault_) return;
      const Token after = lexer_.next();
      if (after.is(',')) continue;
      if (after.is(')')) break;
      refuse(Fault::syntax, "the columns of " + table_.name + " cannot be read");
    }
    if (fault_) return;
    for (Token rest = lexer_.next(); rest.kind != TokenKind::end; rest = lexer_.next()) {
      if (rest.is("strict") || rest.is("without") || rest.is("rowid") || rest.is(',')) continue;
      refuse(Fault::syntax, "the end of " + table_.name + " cannot be read");
      return;
    }
  }

  static bool is_table_constraint(const Token& token) {
    return token.is("constraint") || token.is("primary") || token.is("unique") ||
           token.is("check") || token.is("foreign");
  }

  // Up to the parenthesis that closes the next one, which is what it returns.
  std::string_view parenthesis() {
    const std::string_view from = lexer_.rest().substr(0);
    if (!lexer_.next().is('(')) {
      refuse(Fault::syntax, "a parenthesis is missing in " + table_.name);
      return {};
    }
    for (int depth = 1; depth > 0;) {
      const Token token = lexer_.next();
      if (token.is('(')) ++depth;
      if (token.is(')')) --depth;
      if (depth > 100) refuse(Fault::limit, "parentheses lie more than 100 deep");
      if (token.kind == TokenKind::end || token.kind == TokenKind::bad || fault_) {
        refuse(Fault::syntax, "a parenthesis does not end in " + table_.name);
        return {};
      }
    }
    return from.substr(0, from.size() - lexer_.rest().size());
  }

  void expression() {
    const auto call = forbidden_call(parenthesis());
    if (call && !fault_)
      refuse(Fault::forbidden_expression,
             "a constraint of " + table_.name + " calls " + one_line(*call, 40));
  }

  std::vector<std::size_t> column_list() {
    std::vector<std::size_t> out;
    Lexer list(parenthesis());
    for (Token token = list.next(); token.kind != TokenKind::end; token = list.next()) {
      if (!token.is_name() || token.is("asc") || token.is("desc")) continue;
      if (token.is("collate")) {
        list.next();
      } else if (const auto found = table_.find(unquoted(token))) {
        out.push_back(*found);
      }
    }
    return out;
  }

  void add_key(std::vector<std::size_t> columns, bool primary) {
    if (columns.empty()) return;
    if (primary) {
      table_.has_primary_key = true;
      table_.keys.insert(table_.keys.begin(), std::move(columns));
    } else {
      table_.keys.push_back(std::move(columns));
    }
  }

  void conflict_clause() {
    if (!take("on")) return;
    lexer_.next();
    lexer_.next();
  }

  void table_constraint() {
    if (take("constraint")) lexer_.next();
    const Token word = lexer_.next();
    if (word.is("primary")) {
      take("key");
      add_key(column_list(), true);
      if (take("autoincrement")) table_.counts_ids = true;
      conflict_clause();
    } else if (word.is("unique")) {
      add_key(column_list(), false);
      conflict_clause();
    } else if (word.is("check")) {
      expression();
    } else if (word.is("foreign")) {
      take("key");
      parenthesis();
      take("references");
      reference();
    } else {
      refuse(Fault::syntax, "a constraint of " + table_.name + " cannot be read");
    }
  }

  void reference() {
    lexer_.next();
    if (lexer_.peek().is('(')) parenthesis();
    for (;;) {
      if (take("on")) {
        lexer_.next();
        static_cast<void>(take("set") || take("no"));
        lexer_.next();
      } else if (take("match") || (lexer_.peek().is("not") && after_not().is("deferrable"))) {
        lexer_.next();
      } else if (take("deferrable") || take("initially") || take("deferred") || take("immediate")) {
        continue;
      } else {
        return;
      }
    }
  }

  Token after_not() const {
    Lexer ahead = lexer_;
    ahead.next();
    return ahead.next();
  }

  void column() {
    const Token name = lexer_.next();
    if (!name.is_name()) {
      refuse(Fault::syntax, "a column of " + table_.name + " has no name");
      return;
    }
    Column column;
    column.name = unquoted(name);
    if (table_.columns.size() == kMostColumns) {
      refuse(Fault::limit, "the table " + table_.name + " has more columns than SQLite holds");
      return;
    }
    if (table_.find(column.name)) {
      refuse(Fault::syntax, "a column of " + table_.name + " is there twice");
      return;
    }
    std::string type;
    while (!fault_ && !begins_constraint(lexer_.peek())) {
      const Token token = lexer_.peek();
      if (token.is('(')) {
        parenthesis();
      } else if (token.is_name()) {
        type += (type.empty() ? "" : " ") + unquoted(lexer_.next());
      } else {
        break;
      }
    }
    column.affinity = affinity_of(type);
    table_.columns.push_back(std::move(column));
    while (!fault_ && begins_constraint(lexer_.peek())) column_constraint();
  }

  void column_constraint() {
    const std::size_t place = table_.columns.size() - 1;
    Column& column = table_.columns[place];
    if (take("constraint")) lexer_.next();
    const Token word = lexer_.next();
    if (word.is("primary")) {
      take("key");
      if (take("asc") || take("desc")) {}
      conflict_clause();
      if (take("autoincrement")) table_.counts_ids = true;
      add_key({place}, true);
    } else if (word.is("not")) {
      take("null");
      conflict_clause();
      column.not_null = true;
    } else if (word.is("unique")) {
      conflict_clause();
      add_key({place}, false);
    } else if (word.is("check")) {
      expression();
    } else if (word.is("default")) {
      fallback(column);
    } else if (word.is("collate")) {
      lexer_.next();
    } else if (word.is("references")) {
      reference();
    } else if (word.is("generated") || word.is("as")) {
      if (word.is("generated")) {
        take("always");
        take("as");
      }
      expression();
      if (take("stored") || take("virtual")) {}
      column.generated = true;
    } else if (!word.is("null")) {
      refuse(Fault::syntax, "a constraint of " + table_.name + " cannot be read");
    }
  }

  void fallback(Column& column) {
    if (lexer_.peek().is('(')) return expression();
    const std::string_view from = lexer_.rest();
    if (lexer_.peek().is('-') || lexer_.peek().is('+')) lexer_.next();
    const Token value = lexer_.next();
    TextPool pool;
    const auto cell = read_literal(from.substr(0, from.size() - lexer_.rest().size()), pool);
    if (lexer_.peek().is('(')) {
      refuse(Fault::forbidden_expression, "a default of " + table_.name + " calls a function");
    } else if (cell) {
      column.set_fallback(*cell);
    } else if (value.is("true") || value.is("false")) {
      column.set_fallback({CellKind::integer, value.is("true") ? 1 : 0, {}});
    }
  }

  Lexer lexer_;
  Table& table_;
  std::optional<TableFault> fault_;
};

}  // namespace

bool is_known_table(std::string_view name) {
  return kKnown.find(" " + to_lower_ascii(name) + " ") != std::string_view::npos;
}

bool is_system_table(std::string_view name) {
  return starts_with_ignoring_case(name, "_cf_") || same_word(name, "d1_migrations") ||
         starts_with_ignoring_case(name, "sqlite_stat");
}

std::optional<std::size_t> Table::find(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (same_word(columns[i].name, column)) return i;
  return std::nullopt;
}

bool Table::has_row_id() const {
  return has_primary_key && keys.front().size() == 1 &&
         columns[keys.front().front()].affinity == Affinity::number;
}

Cell Row::cell(std::string_view column) const {
  const auto found = table->find(column);
  return found ? cells[*found] : Cell();
}

std::string Row::key() const {
  if (!table->has_primary_key) return "row " + std::to_string(number);
  std::string out;
  for (std::size_t column : table->keys.front())
    out += (out.empty() ? "" : "/") + to_text(cells[column]);
  return out.empty() ? "row " + std::to_string(number) : out;
}

std::optional<TableFault> read_create_table(std::string_view sql, Table& table) {
  auto fault = Definition(sql, table).read();
  if (!fault) table.kind = is_known_table(table.name) ? TableKind::known : TableKind::unknown;
  return fault;
}

Cell with_affinity(const Cell& cell, Affinity affinity, TextPool& pool) {
  if (affinity == Affinity::text && cell.is_number()) {
    std::string& text = pool.take();
    text = to_text(cell);
    return {CellKind::text, 0, text};
  }
  if (affinity != Affinity::number || !cell.is_text() || cell.text.empty()) return cell;
  const char first = cell.text.front();
  if (first > '9' || first == '"' || first == '\'') return cell;  // most texts, at once
  std::string_view text = trim(cell.text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.starts_with("0x") || text.starts_with("0X")) return cell;
  const auto number = number_cell(text, negative, pool);
  return number ? *number : cell;
}

}  // namespace vg::legacy
