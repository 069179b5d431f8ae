// Carries out the calls on a database as a host does, and keeps what was planned, what it cost and
// what came back.
#pragma once

#include "store/batch.hpp"
#include "tests/plans/scenarios.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace vg::plans {

// What SQLite counted for one run of a statement.
struct Work {
  std::int64_t steps = 0;       // instructions of its virtual machine
  std::int64_t scanned = 0;     // rows stepped over in a full scan
  std::int64_t sorts = 0;       // sorts
  std::int64_t auto_index = 0;  // rows put into an index made for the statement

  bool operator==(const Work&) const = default;
};

struct Ran {
  std::string_view name;  // in store::all_statements()
  store::Statement statement;
  Work work;
  std::size_t parameters = 0;                  // that the statement has
  std::vector<std::string> columns;            // their names
  std::vector<std::vector<store::Cell>> rows;  // answered
};

struct Played {
  std::string name;
  Growth growth = Growth::none;
  std::vector<std::vector<Ran>> batches;
  std::string error;  // of the call; empty when it was answered
};

class File final {
 public:
  explicit File(const std::string& path);
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  Ran run(const store::Statement& statement);
  void execute(const char* sql);

 private:
  sqlite3* db_ = nullptr;
};

std::string_view name_of(std::string_view sql);

// All calls and direct statements, one after the other, in one transaction that is rolled back.
std::vector<Played> play(File& file);

std::string sqlite_version();

}  // namespace vg::plans
