// Committed texts that tests compare what they find with.
#pragma once

#include "platform/sqlite/plans.hpp"
#include "tests/plans/play.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::plans {

// One section per statement: its name and the steps of its plan.
std::string plans_text(const std::vector<sqlite::Plan>& plans);

// One section per call, one line per statement.
std::string work_text(const std::vector<Played>& played);

// Compares with a file of this folder, line by line; with VG_WRITE_GOLDEN=1 in the environment it
// writes the file instead.
void expect_golden(std::string_view name, const std::string& text);

// Whether the SQLite that runs is the one that the texts were made with.
bool is_sqlite_of_the_texts();

enum class Afterwards { remove, leave };

// A populated database in a file of its own; in the build folder as `plans/<trips>.db` when it is
// left behind for the test of D1.
class Populated final {
 public:
  explicit Populated(int trips, Afterwards afterwards = Afterwards::remove);
  Populated(const Populated&) = delete;
  Populated& operator=(const Populated&) = delete;
  ~Populated();

  File& file() { return *file_; }
  std::vector<sqlite::Plan> plans() const;

 private:
  std::string path_;
  std::string folder_;  // empty when the file is left behind
  std::unique_ptr<File> file_;
};

}  // namespace vg::plans
