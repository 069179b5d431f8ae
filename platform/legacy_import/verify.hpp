// Compares what a dump says with what is here, fact by fact.
#pragma once

#include "base/context.hpp"
#include "json/value.hpp"
#include "platform/legacy_import/target.hpp"
#include "platform/sqlite/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace vg::legacy_import {

struct Difference {
  std::string subject;  // `trips_v2 5 (t_…)`
  std::string fact;     // `missing`, `itinerary`, `cells`, …
  std::string source, target;
};

struct Comparison {
  std::int64_t trips = 0, clients = 0, rows = 0;  // that were compared
  std::int64_t facts = 0;
  std::int64_t edited = 0;  // trips that differ and have been edited here since
  // Sums of all amounts in trips, by currency: in the dump, and here.
  std::map<std::string, std::pair<std::int64_t, std::int64_t>, std::less<>> sums;
  std::int64_t difference_count = 0;
  std::vector<Difference> differences;  // the first ones
};

class VerifyTarget final : public Target {
 public:
  VerifyTarget(sqlite::Database& database, Context context, std::string source)
      : database_(database), context_(std::move(context)), source_(std::move(source)) {}

  Status client(const Spill::ClientRows& rows, legacy::MappedClient client, Spill& spill) override;
  Status trip(legacy::MappedTrip trip) override;
  Status keep(KeptRow row) override;
  Status finish() override;

  const Comparison& comparison() const { return out_; }

 private:
  Status compare_trips();
  Status compare_rows();
  void compare_documents(const legacy::MappedTrip& trip, std::string_view here,
                         std::int64_t version);
  void differ(std::string subject, std::string fact, std::string source, std::string target);

  sqlite::Database& database_;
  Context context_;
  std::string source_;
  Comparison out_;
  std::vector<legacy::MappedTrip> trips_;
  std::vector<KeptRow> rows_;  // of one table
  std::size_t bytes_ = 0;
};

}  // namespace vg::legacy_import
