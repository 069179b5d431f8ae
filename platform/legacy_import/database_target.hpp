// Writes to a database: slices of one transaction, each with the mark how far the import is, so
// that a run that was stopped goes on behind the last one. While one slice is written, the next
// one is made.
#pragma once

#include "base/context.hpp"
#include "platform/legacy_import/target.hpp"
#include "platform/sqlite/database.hpp"
#include "store/batch.hpp"

#include <future>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vg::legacy_import {

class DatabaseTarget final : public Target {
 public:
  // `identity` is that of the import: its slices are counted under this name.
  DatabaseTarget(sqlite::Database& database, Context context, std::string source,
                 std::string_view identity);

  // Asks how far an earlier run came. Before everything else.
  Status begin();
  // Whether this very import was begun by an earlier run. After begin().
  bool was_begun() const { return begun_; }
  Status client(const Spill::ClientRows& rows, legacy::MappedClient client, Spill& spill) override;
  Status trip(legacy::MappedTrip trip) override;
  Status keep(KeptRow row) override;
  Status end_of_clients() override;
  Status finish() override;

 private:
  struct NewClient {
    legacy::MappedClient client;
    std::vector<std::string> keys, rows;
  };
  Status flush_clients();
  Status flush();
  Status commit(store::Batch batch, std::size_t first_kept, std::size_t kept, bool last);
  // Waits for the slice that is being written.
  Status settle();
  Status leave_out_known_trips();
  // How many of these documents, by id, differ from what was first imported under it.
  Result<std::int64_t> count_differing(const std::map<std::string, std::string_view>& documents);
  void add_trip(store::Batch& batch, const legacy::MappedTrip& trip);
  void add_client(store::Batch& batch, const NewClient& client);
  void add_rows(store::Batch& batch, std::vector<KeptRow>& rows);
  Status write_clients(const store::ResultSet& known);

  sqlite::Database& database_;
  Context context_;
  std::string source_, mark_;
  Spill* spill_ = nullptr;
  std::int64_t done_ = 0;  // slices of an earlier run
  bool begun_ = false;
  bool finished_ = false;  // the earlier run came to the end
  struct Slice {
    std::future<Result<store::Rows>> rows;
    std::size_t first_kept, end_kept;  // statements that keep rows
    std::size_t kept;                  // rows that they were given
  };
  std::optional<Slice> writing_;
  std::size_t bytes_ = 0;
  std::vector<NewClient> clients_;
  std::vector<legacy::MappedTrip> trips_;
  std::vector<KeptRow> rows_;
};

}  // namespace vg::legacy_import
