// A snapshot that is taken while calls of the file system fail: there is a whole one under its name
// or none, and the database is as before.
#include "platform/sqlite/backup.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/script.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <iostream>

namespace vg::faults {
namespace {

class SnapshotFaults : public testing::Test {
 protected:
  SnapshotFaults() : play_(script_, caller_, {.path = path()}) {
    EXPECT_TRUE(play_.run());
    play_.close();
  }

  std::string path() const { return folder_.path() + "/test.db"; }
  std::string copy() const { return folder_.path() + "/copy.db"; }

  // Everything that was acknowledged is in the file.
  Status examine(const std::string& file) {
    VG_TRY(const auto database, sqlite::Database::open({.path = file}));
    Ledger ledger = play_.ledger();
    VG_TRY(const auto there, ledger.examine(*database, caller_));
    return check_file(file, counts_of(ledger, there));
  }

  void fail_everywhere(Call call, Effect effect, Lasting lasting) {
    const std::int64_t only = setting("VG_FAULT_AT", 0);
    std::int64_t at = only == 0 ? 1 : only;
    for (bool struck = true; struck; ++at) {
      const std::string settings = "VG_FAULT_AT=" + std::to_string(at);
      announce(settings);
      for (const char* rest : {"", ".sha256", ".unfinished"})
        std::filesystem::remove(copy() + rest);
      vfs_.arm({.call = call, .effect = effect, .lasting = lasting, .at = at});
      const Status taken = sqlite::snapshot(path(), copy());
      struck = vfs_.disarm();
      if (taken) {
        ASSERT_TRUE(sqlite::verify(copy())) << repeat_with(settings);
        const Status whole = examine(copy());
        ASSERT_TRUE(whole) << whole.error().message << repeat_with(settings);
      } else {
        ASSERT_EQ(taken.error().code, ErrorCode::unavailable)
            << describe(taken.error()) << repeat_with(settings);
        ASSERT_FALSE(std::filesystem::exists(copy())) << repeat_with(settings);
      }
      const Status untouched = examine(path());
      ASSERT_TRUE(untouched) << untouched.error().message << repeat_with(settings);
      if (only != 0) return;
    }
    std::cout << at - 2 << " places\n";
  }

  const Script script_ = make_script(1);
  Folder folder_;
  Caller caller_{5};
  FaultVfs vfs_{Syncs::skipped};
  Play play_;
};

TEST_F(SnapshotFaults, WhenAWriteFails) {
  fail_everywhere(Call::write, Effect::io_error, Lasting::once);
}

TEST_F(SnapshotFaults, WhenTheDiskIsFull) {
  fail_everywhere(Call::write, Effect::short_write, Lasting::from_then_on);
}

TEST_F(SnapshotFaults, WhenASyncFails) {
  fail_everywhere(Call::sync, Effect::io_error, Lasting::once);
}

TEST_F(SnapshotFaults, WhenAReadFails) {
  fail_everywhere(Call::read, Effect::io_error, Lasting::once);
}

TEST_F(SnapshotFaults, WhenOpeningFails) {
  fail_everywhere(Call::open, Effect::io_error, Lasting::once);
}

}  // namespace
}  // namespace vg::faults
