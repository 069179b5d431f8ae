// A database of an agency at work, made without chance: the same rows for the same number of trips.
//
// The tenant kTenant has that number of trips, nine other tenants have a hundredth of it each.
// Trips were made over three years up to kNow; the first kDeskTrips of kTenant are those that the
// scenarios work on, so that they are the same whatever lies beside them.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "platform/sqlite/connection.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::plans {

inline constexpr Instant kNow{1'800'000'000'000};  // 2027-01-15T08:00:00Z
inline constexpr std::string_view kTenant = "agency";

// The trips on the advisor's desk. Each has a document of 8 to 20 KB and was touched today unless
// it says otherwise.
enum class Desk {
  read,
  edit_field,
  edit_stay,
  edit_title,
  edit_phase,
  edit_dates,
  edit_heavy,  // 60 KB
  edit_first_of_day,
  edit_phase_first_of_day,
  edit_again,
  edit_stale,
  copy_from,
  offers_first,   // has none yet
  offers_more,    // has 300
  attach_offers,  // has 300
  history,        // 300 versions, a checkpoint at 200
  restore,        // the same
  restore_last,
  publish,    // 20 publications to each site
  roll_back,  // the same
};
inline constexpr int kDeskTrips = static_cast<int>(Desk::roll_back) + 1;

// The actor with a token of kTenant that may do everything.
Actor advisor();
std::string trip_id(Desk trip);
// Of the client with 40 trips, whatever the number of trips.
std::string frequent_client();
inline constexpr std::string_view kFrequentEmail = "frequent@example.com";

// Fills an empty database that has the schema. `sources` is the root of the source tree.
Status populate(sqlite::Connection& connection, int trips, const std::string& sources);

}  // namespace vg::plans
