#include "tests/plans/golden.hpp"

#include "base/text.hpp"
#include "platform/sqlite/migrate.hpp"
#include "store/statements.hpp"
#include "tests/plans/population.hpp"
#include "tests/support/files.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace vg::plans {
namespace {

constexpr std::string_view kVersion = "3.40.1";  // of Debian 12
constexpr std::size_t kDifferencesShown = 20;

}  // namespace

std::string plans_text(const std::vector<sqlite::Plan>& plans) {
  std::string out;
  for (const sqlite::Plan& plan : plans) {
    out.append(out.empty() ? "" : "\n").append(plan.statement).append("\n");
    for (const std::string& step : plan.steps) out.append("  ").append(step).append("\n");
  }
  return out;
}

std::string work_text(const std::vector<Played>& played) {
  std::string out = "                                steps  scanned    sorts    index     rows\n";
  for (const Played& call : played) {
    out += "\n" + call.name + "\n";
    for (std::size_t batch = 0; batch < call.batches.size(); ++batch) {
      if (batch > 0) out += "  and then\n";
      for (const Ran& ran : call.batches[batch]) {
        char line[160];
        std::snprintf(
            line, sizeof line, "  %-26.*s %8lld %8lld %8lld %8lld %8lld\n",
            static_cast<int>(ran.name.size()), ran.name.data(),
            static_cast<long long>(ran.work.steps), static_cast<long long>(ran.work.scanned),
            static_cast<long long>(ran.work.sorts), static_cast<long long>(ran.work.auto_index),
            static_cast<long long>(ran.rows.size()));
        out += line;
      }
    }
  }
  return out;
}

void expect_golden(std::string_view name, const std::string& text) {
  const std::string path = std::string(VG_SOURCE_DIR) + "/tests/plans/" + std::string(name);
  if (std::getenv("VG_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  const std::string committed = VG_FILE("tests/plans/" + std::string(name));
  const auto expected = split(committed, '\n');
  const auto found = split(text, '\n');
  std::string differences;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < std::max(expected.size(), found.size()); ++i) {
    const std::string_view left = i < expected.size() ? expected[i] : "(nothing)";
    const std::string_view right = i < found.size() ? found[i] : "(nothing)";
    if (left == right || ++shown > kDifferencesShown) continue;
    differences += "line " + std::to_string(i + 1) + "\n  committed " + std::string(left) +
                   "\n  found     " + std::string(right) + "\n";
  }
  EXPECT_EQ(shown, 0U) << name << " differs:\n"
                       << differences << "If that is meant, see tests/plans/README.md.";
}

bool is_sqlite_of_the_texts() {
  return sqlite_version() == kVersion;
}

Populated::Populated(int trips, Afterwards afterwards)
    : path_(std::string(VG_BUILD_DIR) + "/plans/" + std::to_string(trips) + ".db") {
  if (afterwards == Afterwards::remove) {
    std::string pattern = (std::filesystem::temp_directory_path() / "vg-plans-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/plans.db";
  } else {
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path());
    std::filesystem::remove(path_);
  }
  {
    auto connection = sqlite::Connection::open(path_, sqlite::Durability::fast);
    VG_ASSERT(connection.has_value());
    VG_ASSERT(sqlite::migrate(**connection).has_value());
    VG_ASSERT(populate(**connection, trips, VG_SOURCE_DIR).has_value());
  }
  file_ = std::make_unique<File>(path_);
}

Populated::~Populated() {
  file_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

std::vector<sqlite::Plan> Populated::plans() const {
  auto connection = sqlite::Connection::open(path_, sqlite::Durability::fast);
  VG_ASSERT(connection.has_value());
  auto plans = sqlite::plans(**connection);
  VG_ASSERT(plans.has_value());
  return std::move(*plans);
}

}  // namespace vg::plans
