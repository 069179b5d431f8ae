// P4: the power fails after any call of a script, and of what was not synced any part is gone. With
// Durability::safe everything acknowledged is there; with Durability::fast only the last writes may
// be missing. What is there is the model after the first writes, however many.
#include "base/digest.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/script.hpp"
#include "tests/faults/upkeep.hpp"
#include "tests/faults/write_journal.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <optional>
#include <set>

namespace vg::faults {
namespace {

constexpr const char* kFile = "test.db";

// One way in which the power can fail.
struct Failure {
  std::size_t calls = 0;
  Loss loss = Loss::nothing;
  std::uint32_t seed = 0;
};

std::string settings_of(const Failure& failure) {
  return "VG_FAULT_AT=" + std::to_string(failure.calls) +
         " VG_FAULT_LOSS=" + std::to_string(static_cast<int>(failure.loss)) +
         " VG_FAULT_SEED=" + std::to_string(failure.seed);
}

class PowerLoss : public testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/" + kFile; }

  // Plays the script to its end and leaves the folder empty.
  std::unique_ptr<Play> record(sqlite::Durability durability) {
    folder_.clear();
    vfs_.record(&journal_);
    auto play = std::make_unique<Play>(
        script_, caller_,
        Play::Setting{.path = path(), .durability = durability, .journal = &journal_});
    const Status ran = play->run();
    EXPECT_TRUE(ran) << ran.error().message;
    play->close();
    vfs_.record(nullptr);
    folder_.clear();
    return play;
  }

  void put(const Image& image) const {
    folder_.clear();
    for (const auto& [name, content] : image)
      std::ofstream(folder_.path() + "/" + name, std::ios::binary) << content;
  }

  // Opens what the disk holds and compares it with what was known when the power failed. -> for
  // each write whether it is there.
  Result<std::vector<bool>> check(const Ledger& at_the_end, const std::vector<Marks>& marks,
                                  std::size_t calls, sqlite::Durability durability) {
    Play play(script_, caller_, {.path = path(), .durability = durability});
    play.ledger() = at_the_end;
    for (std::size_t i = 0; i < play.ledger().size(); ++i) {
      Fate& fate = play.ledger()[i].fate;
      if (marks[i].sent > calls) {
        fate = Fate::unsent;
      } else if (marks[i].answered > calls || durability == sqlite::Durability::fast) {
        fate = Fate::unknown;
      }
    }
    VG_CHECK(play.open());
    if (!play.is_open()) return Error{ErrorCode::internal, "the file does not open again", {}};
    VG_TRY(std::vector<bool> there, play.ledger().examine(play.database(), caller_));
    VG_CHECK(audit(play.database(), caller_));
    VG_CHECK(check_file(path(), counts_of(play.ledger(), there)));
    return there;
  }

  // A second time the same image tells nothing new.
  bool is_new(const Image& image) {
    std::string all;
    for (const auto& [name, content] : image) all += name + "\n" + to_hex(sha256(content)) + "\n";
    return seen_.insert(all).second;
  }

  void lose_power_everywhere(sqlite::Durability durability) {
    const auto play = record(durability);
    const auto one_at = static_cast<std::size_t>(setting("VG_FAULT_AT", -1));
    const auto one_loss = setting("VG_FAULT_LOSS", -1);
    const auto first_seed = static_cast<std::uint32_t>(setting("VG_FAULT_SEED", 1));
    const std::vector<std::pair<Loss, std::uint32_t>> losses = {
        {Loss::nothing, 0},       {Loss::unsynced, 0},          {Loss::all_but_last, 0},
        {Loss::some, first_seed}, {Loss::some, first_seed + 1}, {Loss::some, first_seed + 2}};
    std::size_t images = 0;
    const auto step =
        static_cast<std::size_t>(setting("VG_FAULT_STEP", is_sanitized() && one_loss < 0 ? 3 : 1));
    for (std::size_t calls = 0; calls <= journal_.size(); calls += step)
      for (const auto& [loss, seed] : losses) {
        const Failure failure{.calls = calls, .loss = loss, .seed = seed};
        if (one_loss >= 0 && (calls != one_at || static_cast<int>(loss) != one_loss)) continue;
        const Image image =
            journal_.image_after(calls, loss, seed + static_cast<std::uint32_t>(calls) * 16);
        if (!is_new(image)) continue;
        announce(settings_of(failure));
        put(image);
        const auto there = check(play->ledger(), play->marks(), calls, durability);
        ASSERT_TRUE(there) << there.error().message << repeat_with(settings_of(failure));
        ASSERT_TRUE(std::ranges::is_sorted(*there, std::greater<>()))
            << "a write is missing and one that was sent after it is there"
            << repeat_with(settings_of(failure));
        ++images;
      }
    std::cout << images << " images after " << journal_.size() << " calls\n";
  }

  const Script script_ = make_script(1);
  Folder folder_;
  Caller caller_{2};
  WriteJournal journal_;
  FaultVfs vfs_{Syncs::skipped};
  std::set<std::string> seen_;
};

TEST_F(PowerLoss, LosesNothingAcknowledgedWhenDurabilityIsSafe) {
  lose_power_everywhere(sqlite::Durability::safe);
}

TEST_F(PowerLoss, LosesOnlyTheLastWritesWhenDurabilityIsFast) {
  lose_power_everywhere(sqlite::Durability::fast);
}

TEST_F(PowerLoss, AfterASyncThatFailedLosesNothingAcknowledged) {
  const std::int64_t only = setting("VG_FAULT_AT", 0);
  std::int64_t at = only == 0 ? 1 : only;
  for (bool struck = true; struck; ++at) {
    const std::string settings = "VG_FAULT_AT=" + std::to_string(at);
    journal_ = WriteJournal();
    vfs_.arm({.call = Call::sync, .effect = Effect::io_error, .at = at});
    const auto play = record(sqlite::Durability::safe);
    struck = vfs_.disarm();
    for (const Marks& marks : play->marks()) {
      if (marks.answered == 0) continue;
      put(journal_.image_after(marks.answered, Loss::unsynced, 0));
      const auto there =
          check(play->ledger(), play->marks(), marks.answered, sqlite::Durability::safe);
      ASSERT_TRUE(there) << there.error().message << repeat_with(settings);
    }
    if (only != 0) return;
  }
  std::cout << at - 2 << " places\n";
}

}  // namespace
}  // namespace vg::faults
