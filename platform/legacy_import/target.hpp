// Where the rows of a dump go: into the database, into a comparison, or nowhere.
#pragma once

#include "base/result.hpp"
#include "legacy/mapping.hpp"
#include "platform/legacy_import/spill.hpp"

#include <string>
#include <vector>

namespace vg::legacy_import {

// A row that is kept as it is.
struct KeptRow {
  std::string origin, key, subject, cells;
  std::string_view reason;
};

struct Written {
  std::int64_t trips = 0, clients = 0, rows = 0;                    // that were not there
  std::int64_t trips_there = 0, clients_there = 0, rows_there = 0;  // from an earlier import
  // of these: about which the dump says something else than the one that they came from
  std::int64_t trips_differ = 0, clients_differ = 0;
  std::int64_t slices = 0,
               slices_skipped = 0;  // transactions; done by an earlier run of the same file
};

class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  // In this order: all clients, then trips and kept rows as they come, then the end.
  virtual Status client(const Spill::ClientRows& rows, legacy::MappedClient client,
                        Spill& spill) = 0;
  virtual Status trip(legacy::MappedTrip trip) = 0;
  virtual Status keep(KeptRow row) = 0;
  virtual Status end_of_clients() { return Done{}; }
  virtual Status finish() { return Done{}; }

  const Written& written() const { return written_; }

 protected:
  Written written_;
};

// A dry run.
class NoTarget final : public Target {
 public:
  Status client(const Spill::ClientRows&, legacy::MappedClient, Spill&) override { return Done{}; }
  Status trip(legacy::MappedTrip) override { return Done{}; }
  Status keep(KeptRow) override { return Done{}; }
};

}  // namespace vg::legacy_import
