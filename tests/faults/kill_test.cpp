// P1, P2, P3: a process that writes is killed, when it opens the file for the first time, while it
// writes, and while it repairs what the one before has left. What it had acknowledged is there, the
// rest whole or not at all, and every request can be repeated, also twice at once.
#include "base/text.hpp"
#include "tests/faults/child_process.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/ledger.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/rounds.hpp"
#include "tests/faults/upkeep.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <gtest/gtest.h>
#include <iostream>
#include <random>

namespace vg::faults {
namespace {

constexpr std::int64_t kRounds = 50;
constexpr std::int64_t kRoundsPerFile = 20;
constexpr unsigned kMostAnswers = 60;          // before the kill
constexpr unsigned kMostMicroseconds = 3'000;  // after the last of them
constexpr auto kPatience = std::chrono::seconds(60);

enum class RoundKind { work, first_opening, recovery };

RoundKind kind_of(std::uint64_t round) {
  if (round % 10 == 3) return RoundKind::first_opening;
  return round % 5 == 1 ? RoundKind::recovery : RoundKind::work;
}

Error broken(std::string what) {
  return {ErrorCode::conflict, std::move(what), {}};
}

// What the parent has read of one victim: the version of each write and the id of each trip.
struct Heard {
  std::array<std::vector<std::int64_t>, kWriters> versions;
  std::array<std::string, kTrips> trip_ids;
  std::size_t answers = 0;
  bool opened = false;

  Status hear(const std::string& line) {
    const auto words = split(line, ' ');
    if (words[0] == "o") {
      opened = true;
    } else if (words[0] == "a" && words.size() == 5) {
      const auto writer = static_cast<std::size_t>(parse_integer(words[1]).value_or(0));
      versions[writer].push_back(parse_integer(words[3]).value_or(0));
      trip_ids[writer % kTrips] = words[4];
      ++answers;
    } else {
      return broken("the victim says: " + line);
    }
    return Done{};
  }
};

class Kill : public testing::Test {
 protected:
  struct Totals {
    std::size_t acknowledged = 0;
    std::size_t unknown = 0;
    std::size_t unknown_but_there = 0;
    std::size_t died_while_opening = 0;
  };

  static std::vector<std::string> victim(const std::string& path, std::uint64_t round,
                                         std::size_t writers) {
    return {VG_FAULT_VICTIM, path, round % 4 == 2 ? "fast" : "safe", std::to_string(round),
            std::to_string(writers)};
  }

  // Lets a victim write and kills it after some answers and some time.
  static Result<Heard> write_and_kill(const std::string& path, std::uint64_t round,
                                      std::mt19937& random) {
    Heard heard;
    ChildProcess child(victim(path, round, kWriters));
    const std::size_t answers = random() % kMostAnswers;
    auto until = ChildProcess::Clock::now() + kPatience;
    while (!heard.opened || heard.answers < answers) {
      const auto line = child.read_line(until);
      if (!line) return broken("the victim says nothing");
      VG_CHECK(heard.hear(*line));
    }
    until = ChildProcess::Clock::now() + std::chrono::microseconds(random() % kMostMicroseconds);
    while (const auto line = child.read_line(until)) VG_CHECK(heard.hear(*line));
    child.kill();
    while (const auto line = child.read_line(ChildProcess::Clock::now() + kPatience))
      VG_CHECK(heard.hear(*line));
    if (child.wait() != -SIGKILL) return broken("the victim ended by itself");
    return heard;
  }

  // Lets a victim open the file and die at some call. -> whether it did.
  static Result<bool> die_while_opening(const std::string& path, std::uint64_t round,
                                        std::mt19937& random) {
    const Call call = std::array{Call::write, Call::sync,     Call::read,
                                 Call::write, Call::truncate, Call::remove}[random() % 6];
    const unsigned most = call == Call::write ? 40 : call == Call::read ? 25 : 4;
    auto command = victim(path, round, 0);
    command.insert(command.end(),
                   {std::string(name_of(call)), std::to_string(1 + random() % most)});
    ChildProcess child(command);
    while (const auto line = child.read_line(ChildProcess::Clock::now() + kPatience))
      if (line->starts_with("e")) return broken("the victim says: " + *line);
    const int status = child.wait();
    if (status != 0 && status != -SIGKILL)
      return broken("the victim ended with " + std::to_string(status));
    return status == -SIGKILL;
  }

  // What was sent in the round, as far as the parent knows: of each writer the answered writes and
  // the one after them, whose outcome is unknown.
  static Ledger ledger_of(std::uint64_t round, const Heard& heard) {
    std::vector<Write> writes;
    struct Known {
      std::size_t i;
      std::int64_t version;
    };
    std::vector<Known> answered;
    for (std::size_t trip = 0; trip < kTrips; ++trip) {
      if (!heard.trip_ids[trip].empty()) answered.push_back({writes.size(), 1});
      writes.push_back(write_of(round, trip, 0));
    }
    for (std::size_t writer = 0; writer < kWriters; ++writer) {
      const auto& versions = heard.versions[writer];
      for (std::size_t number = 1; number < versions.size() + 1; ++number) {
        if (number < versions.size()) answered.push_back({writes.size(), versions[number]});
        writes.push_back(write_of(round, writer, number));
      }
    }
    Ledger ledger(writes);
    for (std::size_t i = 0; i < ledger.size(); ++i) ledger[i].fate = Fate::unknown;
    for (const Known& known : answered)
      ledger.acknowledge(known.i, known.version, heard.trip_ids[writes[known.i].trip]);
    return ledger;
  }

  // Every write whose outcome is unknown is sent twice at once, and some of the others once more.
  Status repeat(sqlite::Database& database, Caller& caller, Ledger& ledger, std::mt19937& random) {
    for (std::size_t i = 0; i < ledger.size(); ++i) {
      const bool unknown = ledger[i].fate == Fate::unknown;
      if (!unknown && random() % 4 != 0) continue;
      const std::vector<Request> twice(2, ledger.request(i));
      for (const Answer& answer : caller.call_together(database, twice)) {
        if (!answer.ok) return broken("a repetition is answered with " + describe(answer.error));
        VG_CHECK(ledger.note(i, answer));
      }
    }
    return Done{};
  }

  Status check(const std::string& path, Ledger& ledger, std::uint64_t round, std::mt19937& random) {
    const auto database = sqlite::Database::open({.path = path});
    if (!database) return broken("the file does not open again: " + describe(database.error()));
    Caller caller(static_cast<std::uint32_t>(round) * 2);
    VG_TRY(const auto there, ledger.examine(**database, caller));
    for (std::size_t i = 0; i < there.size(); ++i) {
      if (ledger[i].fate == Fate::acknowledged) {
        ++totals_.acknowledged;
      } else {
        ++(there[i] ? totals_.unknown_but_there : totals_.unknown);
      }
    }
    VG_CHECK(check_file(path, sum(counts_of(ledger, there))));
    VG_CHECK(repeat(**database, caller, ledger, random));
    VG_TRY(const auto all, ledger.examine(**database, caller));
    if (std::ranges::find(all, false) != all.end()) return broken("a repeated write is not there");
    VG_CHECK(compact(**database, caller));
    VG_TRY(const auto compacted, ledger.examine(**database, caller));
    VG_CHECK(audit(**database, caller));
    before_ = sum(counts_of(ledger, compacted));
    return check_file(path, before_);
  }

  Counts sum(const Counts& more) const {
    return {.requests = before_.requests + more.requests,
            .clients = before_.clients + more.clients};
  }

  Status take(std::uint64_t round, std::mt19937& random) {
    const std::string path = folder_.path() + "/test.db";
    if (kind_of(round) == RoundKind::first_opening) {
      start_anew();
      for (int i = 0; i < 3; ++i) VG_CHECK(count_death(die_while_opening(path, round, random)));
    }
    VG_TRY(const Heard heard, write_and_kill(path, round, random));
    if (kind_of(round) == RoundKind::recovery)
      for (int i = 0; i < 3; ++i) VG_CHECK(count_death(die_while_opening(path, round, random)));
    Ledger ledger = ledger_of(round, heard);
    return check(path, ledger, round, random);
  }

  Status count_death(Result<bool> died) {
    VG_TRY(const bool dead, std::move(died));
    if (dead) ++totals_.died_while_opening;
    return Done{};
  }

  void start_anew() {
    folder_.clear();
    before_ = {};
  }

  Folder folder_;
  Counts before_;  // what the rounds before have left in the file
  Totals totals_;
};

TEST_F(Kill, LosesNothingAcknowledgedAndRepetitionsAreSafe) {
  const std::int64_t rounds = setting("VG_KILL_ROUNDS", kRounds);
  const std::int64_t only = setting("VG_KILL_ROUND", -1);
  const std::int64_t seed = setting("VG_FAULT_SEED", 1);
  for (std::int64_t round = std::max<std::int64_t>(only, 0); round < rounds || round == only;
       ++round) {
    const std::string settings =
        "VG_FAULT_SEED=" + std::to_string(seed) + " VG_KILL_ROUND=" + std::to_string(round);
    announce(settings);
    if (round % kRoundsPerFile == 0 || only >= 0) start_anew();
    std::mt19937 random(static_cast<std::uint32_t>(seed * 1'000'003 + round));
    const Status held = take(static_cast<std::uint64_t>(round), random);
    ASSERT_TRUE(held) << "round " << round << ": " << held.error().message << repeat_with(settings);
    if (only >= 0) break;
  }
  std::cout << rounds << " rounds, " << totals_.acknowledged << " acknowledged writes, "
            << totals_.unknown_but_there << " there of which nobody was told, " << totals_.unknown
            << " not there, " << totals_.died_while_opening << " deaths while opening\n";
}

}  // namespace
}  // namespace vg::faults
