#include "platform/sqlite/connection.hpp"

#include <array>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace vg::sqlite {
namespace {

struct Limit {
  int id;
  int value;
};
// What Cloudflare D1 enforces; see docs/adr/0004.
constexpr std::array<Limit, 7> kLimits = {{{SQLITE_LIMIT_LENGTH, 2'000'000},
                                           {SQLITE_LIMIT_SQL_LENGTH, 100'000},
                                           {SQLITE_LIMIT_COLUMN, 100},
                                           {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
                                           {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                                           {SQLITE_LIMIT_COMPOUND_SELECT, 5},
                                           {SQLITE_LIMIT_EXPR_DEPTH, 100}}};

void bind(sqlite3_stmt* statement, int index, const store::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    sqlite3_bind_double(statement, index, static_cast<double>(*number));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                      SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

store::Cell column(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_NULL: return {};
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: return std::int64_t{sqlite3_column_int64(statement, index)};
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
  }
}

// Resets the statement however the scope is left: a statement that is not reset pins the
// write-ahead log.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path,
                                                     Durability durability) {
  // Nobody else on the machine reads what clients entrusted; SQLite gives its other files the same
  // mode. Only a new file is touched: closing a descriptor of a database in use would drop the
  // locks of this process (sqlite.org/howtocorrupt.html, 2.2).
  if (const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600); made >= 0)
    ::close(made);
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(raw));
  if (code != SQLITE_OK)
    return Error{ErrorCode::unavailable,
                 "the database " + path + " cannot be opened: " + sqlite3_errmsg(raw),
                 {}};
  sqlite3_busy_timeout(raw, 5'000);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Pages are read into a cache of two megabytes for each connection, and not mapped: mapped pages
  // count as memory of the process, as many as were ever read. What is not in the cache, the
  // operating system mostly has.
  VG_CHECK(connection->execute(
      "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;"
      "PRAGMA mmap_size = 0; PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY;"));
  VG_CHECK(connection->execute(durability == Durability::safe ? "PRAGMA synchronous = FULL"
                                                              : "PRAGMA synchronous = NORMAL"));
  for (const Limit& limit : kLimits) sqlite3_limit(raw, limit.id, limit.value);
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

Error Connection::error() const {
  const int code = sqlite3_extended_errcode(db_);
  const std::string text = sqlite3_errmsg(db_);
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_CHECK)
        return {ErrorCode::too_large,
                "the result is larger than a document may be; nothing was changed",
                {}};
      return {ErrorCode::conflict, "something else has this key already; nothing was changed", {}};
    case SQLITE_TOOBIG:
      return {ErrorCode::too_large,
              "the value is larger than the database takes; nothing was changed",
              {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return {ErrorCode::unavailable,
              "the database cannot do this now (" + text + "); the same request may be sent again",
              {}};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {ErrorCode::unavailable,
              std::string("the file ") + sqlite3_db_filename(db_, "main") +
                  " cannot be read as a database (" + text + "); see docs/runbooks/restore.md",
              {}};
    default: return {ErrorCode::internal, "database: " + text, {}};
  }
}

Result<sqlite3_stmt*> Connection::prepared(std::string_view sql) {
  const auto found = statements_.find(sql.data());
  if (found != statements_.end()) return found->second.get();
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK)
    return error();
  statements_[sql.data()].reset(statement);
  return statement;
}

Result<store::ResultSet> Connection::run(const store::Statement& statement) {
  VG_TRY(sqlite3_stmt * prepared_statement, prepared(statement.sql));
  const Reset reset(prepared_statement);
  return step(prepared_statement, statement);
}

Result<store::ResultSet> Connection::run_once(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return error();
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
  return step(raw, {.sql = sql, .params = {}});
}

Result<store::ResultSet> Connection::step(sqlite3_stmt* prepared_statement,
                                          const store::Statement& statement) {
  const int parameters = sqlite3_bind_parameter_count(prepared_statement);
  for (int i = 0; i < parameters && i < static_cast<int>(statement.params.size()); ++i)
    bind(prepared_statement, i + 1, statement.params[static_cast<std::size_t>(i)]);
  const int columns = sqlite3_column_count(prepared_statement);
  store::ResultSet rows(static_cast<std::size_t>(columns));
  for (;;) {
    const int code = sqlite3_step(prepared_statement);
    if (code == SQLITE_DONE) return rows;
    if (code != SQLITE_ROW) return error();
    for (int i = 0; i < columns; ++i) rows.add(column(prepared_statement, i));
  }
}

Status Connection::execute(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return Done{};
}

Result<std::string> Connection::ask(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return error();
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
  const int code = sqlite3_step(raw);
  if (code == SQLITE_DONE) return std::string();
  if (code != SQLITE_ROW) return error();
  if (sqlite3_column_type(raw, 0) == SQLITE_NULL) return std::string();
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  // No text for a value is no memory for it: an error, not an empty answer.
  if (text == nullptr) return error();
  return std::string(text);
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}

}  // namespace vg::sqlite
