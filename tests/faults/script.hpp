// A conversation of two trips with a database, fixed by a seed, with everything in it that reaches
// the disk in a way of its own: a new file, single writes and writes that share a transaction, a
// batch that is rolled back among others that stay, a repetition, upkeep, an end and a new
// beginning in the middle.
#pragma once

#include "tests/faults/ledger.hpp"
#include "tests/faults/write_journal.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vg::faults {

struct Step {
  enum class Kind {
    send,           // one write; a creation whose outcome is unknown is repeated once
    send_again,     // the same request once more
    send_together,  // several in one transaction, and a batch in their midst that is refused
    compact,        // of the product: checkpoints of trips
    checkpoint,     // moves the write-ahead log into the file and begins a new one
    reopen          // as after a restart
  };
  Kind kind;
  std::vector<std::size_t> writes = {};
};

struct Script {
  std::vector<Write> writes;
  std::vector<Step> steps;
};

Script make_script(std::uint32_t seed);

// Where in the journal a write was sent and where its answer came.
struct Marks {
  std::size_t sent = 0;
  std::size_t answered = 0;
};

// Plays a script on one file. Whatever fails with `unavailable` may fail; every other error is a
// broken promise.
class Play final {
 public:
  struct Setting {
    std::string path;
    sqlite::Durability durability = sqlite::Durability::safe;
    const WriteJournal* journal = nullptr;  // for the marks, if there is one
  };
  Play(const Script& script, Caller& caller, Setting setting);

  // Opens the database and takes all steps that are possible. Errors: the broken promise.
  Status run();
  Status send(std::size_t i);
  // The database may be left unopened.
  Status open();
  void close() { database_.reset(); }

  bool is_open() const { return database_ != nullptr; }
  sqlite::Database& database() { return *database_; }
  Ledger& ledger() { return ledger_; }
  const std::vector<Marks>& marks() const { return marks_; }

 private:
  Status take(const Step& step);
  Status send_together(const std::vector<std::size_t>& writes);

  const Script& script_;
  Caller& caller_;
  const Setting setting_;
  Ledger ledger_;
  std::vector<Marks> marks_;
  std::unique_ptr<sqlite::Database> database_;
};

}  // namespace vg::faults
