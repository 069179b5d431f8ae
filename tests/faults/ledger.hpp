// What was sent to a database and what was answered, and whether the database agrees: everything
// acknowledged is there as the version that was answered, everything else is there whole or not at
// all, and nothing is there twice.
#pragma once

#include "base/result.hpp"
#include "tests/faults/caller.hpp"
#include "tests/faults/writes.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace vg::faults {

enum class Fate { unsent, unknown, acknowledged };

struct Entry {
  Write write;
  Fate fate = Fate::unsent;
  std::int64_t version = 0;  // that was answered; 0: an answer that does not say it
};

class Ledger final {
 public:
  explicit Ledger(const std::vector<Write>& writes);

  std::size_t size() const { return entries_.size(); }
  Entry& operator[](std::size_t i) { return entries_[i]; }
  const Entry& operator[](std::size_t i) const { return entries_[i]; }

  // Whether the trip of this write is known, so that it can be sent.
  bool can_send(std::size_t i) const;
  Request request(std::size_t i) const;
  // Of the trip of this write; empty when it is not known.
  std::string trip_id(std::size_t i) const;
  // Errors: an answer that the write may not get, such as a refusal, or another version than
  // before.
  Status note(std::size_t i, const Answer& answer);

  // What is known from elsewhere: the answer to a write, with the trip that a creation made.
  void acknowledge(std::size_t i, std::int64_t version, const std::string& trip_id);

  // Looks at every trip, version by version; only reads. -> for each write whether it is there.
  // Errors: `conflict` for the first broken promise, in words; any other is what a read was
  // answered with.
  Result<std::vector<bool>> examine(sqlite::Database& database, Caller& caller);

 private:
  struct Trip {
    std::string id;
    std::vector<Content> versions;
  };

  // The version that is to be restored is the present one: what follows it was not acknowledged.
  bool is_nothing_to_restore(const Entry& entry, const Error& error) const;
  Result<Trip> read_trip(sqlite::Database& database, Caller& caller, std::size_t number);
  Status attribute(const Trip& trip, std::size_t number, std::vector<bool>& there) const;
  Status check_lists(sqlite::Database& database, Caller& caller, const Trip& trip,
                     std::size_t number, const std::vector<bool>& there) const;

  std::vector<Entry> entries_;
  std::map<std::size_t, std::string> trip_ids_;
};

// Rows that writes leave.
struct Counts {
  std::int64_t requests = 0;
  std::int64_t clients = 0;
};
Counts counts_of(const Ledger& ledger, const std::vector<bool>& there);

// Whether the file is sound and has as many rows as the writes that are there. Opens a connection
// of its own. Errors: what is wrong, in words.
Status check_file(const std::string& path, const Counts& expected);

}  // namespace vg::faults
