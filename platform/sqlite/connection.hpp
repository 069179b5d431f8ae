// One SQLite connection: RAII, prepared statements, errors as values. Not for use by two threads at
// once.
#pragma once

#include "base/result.hpp"
#include "store/batch.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace vg::sqlite {

// Safe: an acknowledged write survives the loss of power. Fast: it survives a crash of the process.
enum class Durability { safe, fast };

class Connection final {
 public:
  // Creates the file when it is missing. The limits of D1 are set, so that what passes here passes
  // there.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Durability durability);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // Numbers are bound as REAL, as D1 does. The statement is prepared once; `sql` must be a
  // constant.
  Result<store::ResultSet> run(const store::Statement& statement);
  // A statement that is not kept prepared, without parameters.
  Result<store::ResultSet> run_once(const std::string& sql);
  // SQL of the program itself, without parameters and rows; may be several statements.
  Status execute(const std::string& sql);
  // The first column of the first row as text; empty when there is none.
  Result<std::string> ask(const std::string& sql);
  bool in_transaction() const;

 private:
  explicit Connection(sqlite3* db) : db_(db) {}
  Result<sqlite3_stmt*> prepared(std::string_view sql);
  Result<store::ResultSet> step(sqlite3_stmt* prepared_statement,
                                const store::Statement& statement);
  Error error() const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* db_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace vg::sqlite
