// P5, P6, P7, P12: every call of the file system fails once, or from then on, at every place of a
// script. What was acknowledged is there, the rest whole or not at all, and repeating everything
// ends in the state of the model.
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/script.hpp"
#include "tests/faults/upkeep.hpp"

#include <gtest/gtest.h>
#include <iostream>

namespace vg::faults {
namespace {

struct Kind {
  const char* name;
  Call call;
  Effect effect;
  Lasting lasting;
  // Every how many-th place is visited. Kinds that fail nearly as others do take every second one;
  // the long suite takes all.
  std::int64_t step = 1;
};

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

// clang-format off
constexpr Kind kKinds[] = {
    {"WriteFailsOnce", Call::write, Effect::io_error, Lasting::once},
    {"WriteFailsFromThenOn", Call::write, Effect::io_error, Lasting::from_then_on, 2},
    {"DiskIsFullFromThenOn", Call::write, Effect::disk_full, Lasting::from_then_on},
    {"WriteIsShortOnce", Call::write, Effect::short_write, Lasting::once, 2},
    {"DiesBeforeAWrite", Call::write, Effect::death, Lasting::once, 2},
    {"DiesInTheMiddleOfAPage", Call::write, Effect::torn_death, Lasting::once},
    {"SyncFailsOnce", Call::sync, Effect::io_error, Lasting::once},
    {"SyncFailsFromThenOn", Call::sync, Effect::io_error, Lasting::from_then_on},
    {"DiesBeforeASync", Call::sync, Effect::death, Lasting::once},
    {"TruncateFailsOnce", Call::truncate, Effect::io_error, Lasting::once},
    {"TruncateFailsFromThenOn", Call::truncate, Effect::io_error, Lasting::from_then_on},
    {"DiesBeforeATruncate", Call::truncate, Effect::death, Lasting::once},
    {"ReadFailsOnce", Call::read, Effect::io_error, Lasting::once},
    {"ReadFailsFromThenOn", Call::read, Effect::io_error, Lasting::from_then_on},
    {"OpenFailsOnce", Call::open, Effect::io_error, Lasting::once},
    {"OpenFailsFromThenOn", Call::open, Effect::io_error, Lasting::from_then_on},
    {"RemoveFailsOnce", Call::remove, Effect::io_error, Lasting::once},
    {"RemoveFailsFromThenOn", Call::remove, Effect::io_error, Lasting::from_then_on},
    {"DiesBeforeARemove", Call::remove, Effect::death, Lasting::once},
};
// clang-format on

class IoFaults : public testing::TestWithParam<Kind> {
 protected:
  Folder folder_;
  Caller caller_{1};
};

bool is_death(Effect effect) {
  return effect == Effect::death || effect == Effect::torn_death;
}

// What holds in the same process when the device works again: all that could be sent before is
// readable, and every write that is still open can be done. Then the same after a restart.
Status recover(Play& play, Caller& caller, const std::string& path, bool same_process,
               int repetitions) {
  if (same_process && play.is_open()) {
    VG_TRY(const auto there, play.ledger().examine(play.database(), caller));
    VG_CHECK(play.send(play.ledger().size() - 1));
    if (play.ledger().can_send(play.ledger().size() - 1) &&
        play.ledger()[play.ledger().size() - 1].fate != Fate::acknowledged)
      return Error{ErrorCode::internal, "writing does not go on when the device works again", {}};
  }
  play.close();
  VG_CHECK(play.open());
  if (!play.is_open()) return Error{ErrorCode::internal, "the file does not open again", {}};
  VG_TRY(const auto there, play.ledger().examine(play.database(), caller));
  VG_CHECK(check_file(path, counts_of(play.ledger(), there)));
  for (int round = 0; round < repetitions; ++round)
    for (std::size_t i = 0; i < play.ledger().size(); ++i) {
      VG_CHECK(play.send(i));
      if (play.ledger()[i].fate != Fate::acknowledged)
        return Error{ErrorCode::internal,
                     "write " + std::to_string(i) + " cannot be repeated after the fault",
                     {}};
    }
  VG_TRY(const auto all, play.ledger().examine(play.database(), caller));
  VG_CHECK(audit(play.database(), caller));
  VG_CHECK(check_file(path, counts_of(play.ledger(), all)));
  play.close();
  return Done{};
}

TEST_P(IoFaults, LoseNothingAcknowledgedAndLeaveNothingHalfDone) {
  const Kind& kind = GetParam();
  const auto seed = static_cast<std::uint32_t>(setting("VG_FAULT_SEED", 1));
  const Script script = make_script(seed);
  const std::string path = folder_.path() + "/test.db";
  FaultVfs vfs(Syncs::skipped);
  const std::int64_t only = setting("VG_FAULT_AT", 0);
  const std::int64_t step = setting("VG_FAULT_STEP", kind.step * (is_sanitized() ? 3 : 1));
  std::int64_t at = only == 0 ? 1 : only;
  std::int64_t places = -1;
  for (bool struck = true; struck; at += step, ++places) {
    const std::string settings =
        "VG_FAULT_SEED=" + std::to_string(seed) + " VG_FAULT_AT=" + std::to_string(at);
    announce(settings);
    const std::int64_t files_before = open_files();
    Play play(script, caller_, {.path = path, .durability = sqlite::Durability::safe});
    vfs.arm({.call = kind.call, .effect = kind.effect, .lasting = kind.lasting, .at = at});
    const Status ran = play.run();
    ASSERT_TRUE(ran) << ran.error().message << repeat_with(settings);
    if (kind.effect == Effect::disk_full && play.is_open()) {
      const auto read = play.ledger().examine(play.database(), caller_);
      ASSERT_TRUE(read) << "on the full disk: " << read.error().message << repeat_with(settings);
    }
    if (is_death(kind.effect)) play.close();
    struck = vfs.disarm();
    const int repetitions = at % 4 == 0 ? 3 : 1;
    const Status recovered = recover(play, caller_, path, !is_death(kind.effect), repetitions);
    ASSERT_TRUE(recovered) << recovered.error().message << repeat_with(settings);
    ASSERT_EQ(open_files(), files_before) << "files are left open" << repeat_with(settings);
    folder_.clear();
    if (only != 0) return;
  }
  std::cout << places << " places\n";
  EXPECT_GT(places, 0);
}

INSTANTIATE_TEST_SUITE_P(Of, IoFaults, testing::ValuesIn(kKinds),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace vg::faults
