// P12: every allocation of SQLite fails once. The call is answered with `unavailable`, nothing is
// half done, nothing leaks, and the same request succeeds afterwards.
#include "store/statements.hpp"
#include "tests/faults/failing_malloc.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/repeat.hpp"
#include "tests/faults/script.hpp"

#include <gtest/gtest.h>
#include <iostream>

namespace vg::faults {
namespace {

// Of a call on an open database, which allocates some hundred times, every allocation fails. The
// thousands of opening a file are visited in steps; the long suite takes each of them.
constexpr std::int64_t kStep = 16;
constexpr std::size_t kTripsPerFile = 200;

Error broken(std::string what) {
  return {ErrorCode::internal, std::move(what), {}};
}

class OutOfMemory : public testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/test.db"; }

  static std::string settings(std::int64_t at) { return "VG_FAULT_AT=" + std::to_string(at); }

  // Nothing when the answer is `unavailable`; no other error is possible.
  std::unique_ptr<sqlite::Database> open() const {
    auto database = sqlite::Database::open({.path = path()});
    if (database) return std::move(*database);
    EXPECT_EQ(database.error().code, ErrorCode::unavailable) << describe(database.error());
    return nullptr;
  }

  // Writes of one trip: it is created and edited once; what comes then are the given ones.
  std::vector<Write> with_trip(std::vector<Write> writes) {
    writes.insert(writes.begin(), {{.kind = WriteKind::create}, {.kind = WriteKind::edit}});
    for (Write& write : writes) {
      write.word = word_for(next_word_++);
      write.bytes = 100;
    }
    return writes;
  }

  Status send(sqlite::Database& database, Ledger& ledger, std::size_t i) {
    return ledger.note(i, caller_.call(database, ledger.request(i)));
  }

  static Status send_together(Caller& caller, sqlite::Database& database, Ledger& ledger) {
    std::vector<Request> requests;
    for (std::size_t i = 2; i < ledger.size(); ++i) requests.push_back(ledger.request(i));
    const auto answers = caller.call_together(database, requests);
    for (std::size_t i = 0; i < answers.size(); ++i) VG_CHECK(ledger.note(i + 2, answers[i]));
    return Done{};
  }

  Status check_tokens(sqlite::Database& database) {
    const Context context = caller_.context();
    store::Batch batch;
    batch.add(store::kListTokens, context);
    VG_TRY(const store::Rows rows, database.run(std::move(batch)));
    return rows[0].empty() ? Status(Done{}) : broken("a batch that was refused left something");
  }

  // Everything is done that was not, and the database is what the ledger says.
  Status settle(sqlite::Database& database, Ledger& ledger) {
    VG_CHECK(ledger.examine(database, caller_));
    VG_CHECK(check_tokens(database));
    for (std::size_t i = 0; i < ledger.size(); ++i) {
      VG_CHECK(send(database, ledger, i));
      if (ledger[i].fate != Fate::acknowledged)
        return broken("write " + std::to_string(i) + " cannot be repeated");
    }
    VG_CHECK(ledger.examine(database, caller_));
    return Done{};
  }

  // Lets every allocation of sending these writes fail once; several go together.
  void fail_everywhere(const std::vector<Write>& writes, Lasting lasting = Lasting::once) {
    const std::int64_t only = setting("VG_FAULT_AT", 0);
    std::int64_t at = only == 0 ? 1 : only;
    std::unique_ptr<sqlite::Database> database;
    for (bool struck = true; struck; ++at) {
      announce(settings(at));
      if (static_cast<std::size_t>(at) % kTripsPerFile == 1 || database == nullptr) {
        database.reset();
        folder_.clear();
        database = open();
      }
      Ledger ledger(with_trip(writes));
      ASSERT_TRUE(send(*database, ledger, 0) && send(*database, ledger, 1));
      memory_.fail(at, lasting);
      const Status sent = ledger.size() == 3 ? send(*database, ledger, 2)
                                             : send_together(caller_, *database, ledger);
      struck = memory_.stop();
      ASSERT_TRUE(sent) << sent.error().message << repeat_with(settings(at));
      const Status settled = settle(*database, ledger);
      ASSERT_TRUE(settled) << settled.error().message << repeat_with(settings(at));
      if (only != 0) return;
    }
    std::cout << at - 2 << " places\n";
  }

  Folder folder_;
  Caller caller_{3};
  FailingMalloc memory_;
  FaultVfs vfs_{Syncs::skipped};
  std::uint64_t next_word_ = 0;
};

TEST_F(OutOfMemory, InACreation) {
  fail_everywhere({{.kind = WriteKind::create, .trip = 1}});
}

TEST_F(OutOfMemory, InAnEdit) {
  fail_everywhere({{.kind = WriteKind::edit}});
}

TEST_F(OutOfMemory, InAddingOptions) {
  fail_everywhere({{.kind = WriteKind::options}});
}

TEST_F(OutOfMemory, InARestore) {
  fail_everywhere({{.kind = WriteKind::restore, .version = 1}});
}

TEST_F(OutOfMemory, InWritesThatShareATransaction) {
  fail_everywhere({{.kind = WriteKind::edit}, {.kind = WriteKind::options}});
}

TEST_F(OutOfMemory, FromThenOnInWritesThatShareATransaction) {
  fail_everywhere({{.kind = WriteKind::edit}, {.kind = WriteKind::options}}, Lasting::from_then_on);
}

TEST_F(OutOfMemory, InOpeningAFileAndReadingIt) {
  const std::int64_t only = setting("VG_FAULT_AT", 0);
  const std::int64_t step = setting("VG_FAULT_STEP", is_sanitized() ? 5 : 1);
  std::int64_t at = only == 0 ? 1 : only;
  std::int64_t places = -1;
  Ledger ledger(with_trip({}));
  {
    const auto database = open();
    ASSERT_TRUE(send(*database, ledger, 0) && send(*database, ledger, 1));
  }
  const std::int64_t in_use = memory_.in_use();
  for (bool struck = true; struck; at += step, ++places) {
    announce(settings(at));
    memory_.fail(at);
    auto database = open();
    if (database) {
      const auto read = ledger.examine(*database, caller_);
      if (!read)
        ASSERT_EQ(read.error().code, ErrorCode::unavailable)
            << describe(read.error()) << repeat_with(settings(at));
    }
    database.reset();
    struck = memory_.stop();
    ASSERT_EQ(memory_.in_use(), in_use) << "memory is left in use" << repeat_with(settings(at));
    ASSERT_FALSE(HasFailure()) << repeat_with(settings(at));
    if (only != 0) return;
  }
  std::cout << places << " places\n";
  const auto database = open();
  EXPECT_TRUE(ledger.examine(*database, caller_));
}

TEST_F(OutOfMemory, FromAnEmptyFolderToTheFirstAnswers) {
  const std::int64_t only = setting("VG_FAULT_AT", 0);
  const std::int64_t step = setting("VG_FAULT_STEP", kStep * (is_sanitized() ? 3 : 1));
  const std::int64_t in_use = memory_.in_use();
  std::int64_t at = only == 0 ? 1 : only;
  std::int64_t places = -1;
  for (bool struck = true; struck; at += step, ++places) {
    announce(settings(at));
    folder_.clear();
    Ledger ledger(with_trip({{.kind = WriteKind::options}, {.kind = WriteKind::edit}}));
    memory_.fail(at);
    auto database = open();
    for (std::size_t i = 0; database && i < ledger.size(); ++i) {
      if (!ledger.can_send(i)) continue;
      const Status sent = send(*database, ledger, i);
      ASSERT_TRUE(sent) << sent.error().message << repeat_with(settings(at));
    }
    database.reset();
    struck = memory_.stop();
    database = open();
    ASSERT_TRUE(database) << "the file does not open again" << repeat_with(settings(at));
    const Status settled = settle(*database, ledger);
    ASSERT_TRUE(settled) << settled.error().message << repeat_with(settings(at));
    database.reset();
    ASSERT_EQ(memory_.in_use(), in_use) << "memory is left in use" << repeat_with(settings(at));
    if (only != 0) return;
  }
  std::cout << places << " places\n";
}

}  // namespace
}  // namespace vg::faults
