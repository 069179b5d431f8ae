// Damaged and foreign files: a clear error or what was written, never a crash.
#include "platform/sqlite/connection.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/script.hpp"
#include "tests/faults/upkeep.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <iterator>
#include <optional>
#include <random>

namespace vg::faults {
namespace {

constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kPageBytes = 8192;

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string flipped(std::string bytes, std::size_t at, unsigned bit) {
  bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
  return bytes;
}

// What came of a damage.
enum class Outcome {
  unchanged,  // every answer is as it was before the damage
  refused,    // some answers are errors, and all others are unchanged
  noticed,    // some answer is another one, and integrity_check or the audit tells
  unnoticed   // some answer is another one and nothing tells: SQLite keeps no checksum of a page
};

class CorruptFile : public testing::Test {
 protected:
  CorruptFile() {
    Play play(script_, caller_, {.path = path()});
    EXPECT_TRUE(play.run());
    log_ = read_bytes(path() + "-wal");
    behind_log_ = read_bytes(path());
    play.close();
    good_ = read_bytes(path());
    ledger_ = std::make_unique<Ledger>(play.ledger());
    const auto database = sqlite::Database::open({.path = path()});
    for (const auto& answer : ask(**database)) good_answers_.push_back(answer.value());
  }

  std::string path() const { return folder_.path() + "/test.db"; }

  void put(std::string_view database, std::string_view log = {}) const {
    folder_.clear();
    std::ofstream(path(), std::ios::binary) << database;
    if (!log.empty()) std::ofstream(path() + "-wal", std::ios::binary) << log;
  }

  // What a reader asks for: lists, trips, every version of them, their offers.
  std::vector<Request> questions() const {
    std::vector<Request> out = {{"find_trips", "{}"}};
    for (const std::size_t create : {0U, 3U}) {
      const std::string trip = R"({"trip_id":")" + ledger_->trip_id(create) + "\"";
      out.push_back({"find_trips", R"({"query":")" + script_.writes[create].word + "\"}"});
      out.push_back({"recommend_options", trip + "}"});
      out.push_back({"read_trip", trip + R"(,"view":"history"})"});
      out.push_back({"read_trip", trip + R"(,"view":"private"})"});
      for (int version = 1; version <= 4; ++version)
        out.push_back({"read_trip",
                       trip + R"(,"view":"private","version":)" + std::to_string(version) + "}"});
    }
    return out;
  }

  // Nothing in place of an answer that is an error.
  std::vector<std::optional<std::string>> ask(sqlite::Database& database) {
    std::vector<std::optional<std::string>> out;
    for (const Request& question : questions()) {
      Answer answer = caller_.call(database, question);
      out.push_back(answer.ok ? std::optional(std::move(answer.data)) : std::nullopt);
    }
    return out;
  }

  // Whether somebody who looks for it finds that the file is damaged.
  bool is_told(sqlite::Database& database) {
    const auto connection = sqlite::Connection::open(path(), sqlite::Durability::fast);
    if (!connection) return true;
    const auto said = (*connection)->ask("PRAGMA integrity_check");
    if (!said || *said != "ok") return true;
    return !audit(database, caller_);
  }

  Outcome look() {
    const auto database = sqlite::Database::open({.path = path()});
    if (!database) {
      EXPECT_TRUE(database.error().code == ErrorCode::unavailable ||
                  database.error().code == ErrorCode::internal)
          << describe(database.error());
      return Outcome::refused;
    }
    const auto answers = ask(**database);
    Outcome out = Outcome::unchanged;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i] && *answers[i] != good_answers_[i])
        return is_told(**database) ? Outcome::noticed : Outcome::unnoticed;
      if (!answers[i]) out = Outcome::refused;
    }
    return out;
  }

  // Opens a file that cannot be one of ours. -> the error.
  Error refused() {
    const auto database = sqlite::Database::open({.path = path()});
    EXPECT_FALSE(database);
    return database ? Error() : database.error();
  }

  // Everything up to some write is there, and nothing else.
  void expect_beginning(const std::string& settings) {
    Play play(script_, caller_, {.path = path()});
    play.ledger() = *ledger_;
    for (std::size_t i = 0; i < play.ledger().size(); ++i) play.ledger()[i].fate = Fate::unknown;
    ASSERT_TRUE(play.open());
    ASSERT_TRUE(play.is_open()) << repeat_with(settings);
    const auto there = play.ledger().examine(play.database(), caller_);
    ASSERT_TRUE(there) << there.error().message << repeat_with(settings);
    EXPECT_TRUE(std::ranges::is_sorted(*there, std::greater<>())) << repeat_with(settings);
    const Status sound = check_file(path(), counts_of(play.ledger(), *there));
    EXPECT_TRUE(sound) << sound.error().message << repeat_with(settings);
  }

  const Script script_ = make_script(1);
  Folder folder_;
  Caller caller_{4};
  FaultVfs vfs_{Syncs::skipped};
  std::string good_;        // the file after its end
  std::string behind_log_;  // the file and its log before that
  std::string log_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<std::string> good_answers_;
};

TEST_F(CorruptFile, ThatIsWholeIsRead) {
  put(good_);
  EXPECT_EQ(look(), Outcome::unchanged);
  put(behind_log_, log_);
  EXPECT_EQ(look(), Outcome::unchanged);
}

TEST_F(CorruptFile, ThatIsEmptyIsANewOne) {
  for (const char* content : {"", "x"}) {  // SQLite takes one byte for nothing as well
    put(content);
    auto database = sqlite::Database::open({.path = path()});
    ASSERT_TRUE(database);
    Ledger ledger(script_.writes);
    EXPECT_TRUE(ledger.note(0, caller_.call(**database, ledger.request(0))));
    EXPECT_TRUE(ledger.examine(**database, caller_));
  }
}

TEST_F(CorruptFile, ThatIsTextIsRefusedAndLeftAlone) {
  for (const std::string& text : {std::string("not a database\n"), std::string(20'000, 'x')}) {
    put(text);
    const Error error = refused();
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_NE(error.message.find(path()), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("docs/runbooks"), std::string::npos) << error.message;
    EXPECT_EQ(read_bytes(path()), text);
  }
}

TEST_F(CorruptFile, ThatIsAFolderIsRefused) {
  folder_.clear();
  std::filesystem::create_directory(path());
  EXPECT_EQ(refused().code, ErrorCode::unavailable);
}

TEST_F(CorruptFile, OfAnotherProgramIsRefusedAndLeftAsItIs) {
  for (const char* sql : {"CREATE TABLE note (text TEXT)", "PRAGMA application_id = 252006674"}) {
    put("");
    {
      const auto connection = sqlite::Connection::open(path(), sqlite::Durability::fast);
      ASSERT_TRUE(connection && (*connection)->execute(sql));
    }
    const Error error = refused();
    EXPECT_EQ(error.code, ErrorCode::internal);
    EXPECT_NE(error.message.find(path()), std::string::npos) << error.message;
    const auto connection = sqlite::Connection::open(path(), sqlite::Durability::fast);
    ASSERT_TRUE(connection);
    const auto ours = (*connection)->ask("SELECT count(*) FROM sqlite_schema WHERE name <> 'note'");
    ASSERT_TRUE(ours);
    EXPECT_EQ(*ours, "0") << sql;
  }
}

TEST_F(CorruptFile, OfANewerProgramIsRefusedWithWhatToDo) {
  put(good_);
  {
    const auto connection = sqlite::Connection::open(path(), sqlite::Durability::fast);
    ASSERT_TRUE((*connection)->execute("INSERT INTO schema_migration VALUES (999, 'later', 'x')"));
  }
  const Error newer = refused();
  EXPECT_EQ(newer.code, ErrorCode::unavailable);
  EXPECT_NE(newer.message.find("start the newer program"), std::string::npos) << newer.message;
}

TEST_F(CorruptFile, WithAnotherMigrationIsRefused) {
  put(good_);
  {
    const auto connection = sqlite::Connection::open(path(), sqlite::Durability::fast);
    ASSERT_TRUE((*connection)->execute("UPDATE schema_migration SET digest = 'x'"));
  }
  EXPECT_EQ(refused().code, ErrorCode::unavailable);
}

// Without its log, after its end: whatever is missing is noticed.
TEST_F(CorruptFile, ThatIsCutIsRefused) {
  std::vector<std::size_t> sizes = {2, 16, 50, 99, 100, 512};
  for (std::size_t size = kPageBytes; size < good_.size(); size += kPageBytes)
    sizes.insert(sizes.end(), {size - 1, size, size + 1, size + kPageBytes / 2});
  for (const std::size_t size : sizes) {
    announce("size " + std::to_string(size));
    put(std::string_view(good_).substr(0, size));
    EXPECT_EQ(look(), Outcome::refused) << size << " bytes of " << good_.size() << repeat_with("");
  }
}

TEST_F(CorruptFile, WithAFlippedBitInItsHeaderIsRefusedOrUnchanged) {
  for (std::size_t at = 0; at < kHeaderBytes; ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      announce("byte " + std::to_string(at) + " bit " + std::to_string(bit));
      put(flipped(good_, at, bit));
      const Outcome outcome = look();
      EXPECT_TRUE(outcome == Outcome::refused || outcome == Outcome::unchanged)
          << "byte " << at << " bit " << bit << ": " << static_cast<int>(outcome)
          << repeat_with("");
    }
}

TEST_F(CorruptFile, WithFlippedBitsInItsPagesNeverBringsTheProcessDown) {
  constexpr int kRounds = 400;
  std::array<int, 4> counts = {};
  const std::int64_t first = setting("VG_FAULT_SEED", 0);
  for (int round = 0; round < kRounds; ++round) {
    const auto seed = static_cast<std::uint32_t>(first + round);
    announce("VG_FAULT_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    put(flipped(good_, kHeaderBytes + random() % (good_.size() - kHeaderBytes), random() % 8));
    ++counts[static_cast<std::size_t>(look())];
    ASSERT_FALSE(HasFailure()) << repeat_with("VG_FAULT_SEED=" + std::to_string(seed));
  }
  std::cout << counts[0] << " unchanged, " << counts[1] << " refused, " << counts[2] << " noticed, "
            << counts[3] << " not noticed\n";
}

TEST_F(CorruptFile, WhoseLogIsCutHoldsTheFirstWrites) {
  constexpr std::size_t kParts = 16;
  for (std::size_t part = 0; part <= kParts; ++part) {
    announce("part " + std::to_string(part));
    put(behind_log_, std::string_view(log_).substr(0, log_.size() * part / kParts));
    expect_beginning("part " + std::to_string(part));
  }
}

TEST_F(CorruptFile, WhoseLogHasAFlippedBitHoldsTheFirstWrites) {
  constexpr int kRounds = 100;
  const std::int64_t first = setting("VG_FAULT_SEED", 0);
  for (int round = 0; round < kRounds; ++round) {
    const auto seed = static_cast<std::uint32_t>(first + round);
    const std::string settings = "VG_FAULT_SEED=" + std::to_string(seed);
    announce(settings);
    std::mt19937 random(seed);
    put(behind_log_, flipped(log_, random() % log_.size(), random() % 8));
    expect_beginning(settings);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace vg::faults
