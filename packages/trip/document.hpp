// The trip document: read from any known spelling, stored in canonical form, shown as lists.
//
// Stored form: a JSON object by kTrip whose collections are maps. Activities of all days stand in
// one collection, each with the id of its day, so that moving one between days is a change of one
// field. An activity whose day does not exist is unscheduled, not lost.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/reader.hpp"
#include "shape/show.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vg::trip {

inline constexpr std::int64_t kMaxBytes = 1'000'000;  // of the stored form
inline constexpr std::int64_t kMaxItems = 2'000;      // entries of all collections together
inline constexpr std::uint32_t kMaxDepth = 32;

struct Reading {
  json::Value stored;
  shape::Report report;
};

// What to do with values that do not fit their field.
enum class OnInvalid {
  refuse,  // the document is not read; the error lists every such value
  keep     // they are kept aside under `_unread`, for the advisor only, and reported
};

// Errors: `invalid` with one issue per value that does not fit; `too_large` with the limit. `raw`
// must live as long as the arena.
Result<Reading> read_document(json::Arena& arena, json::Value raw, OnInvalid on_invalid);

// Lists with ids; activities inside their days, the others under `unscheduled`.
json::Value show_document(json::Arena& arena, json::Value stored, shape::Audience audience);

// What show_document() calls the parts of a document, without private ones.
std::vector<std::string_view> sections_of(json::Value stored);

// The activities of one day in their order; of no existing day when `day` is empty.
std::vector<shape::Entry> activities_of(json::Value stored, std::string_view day);

// How many activities each day has, looked at once for all of them.
class ActivityCounts {
 public:
  ActivityCounts() = default;
  explicit ActivityCounts(json::Value stored);

  // As many as activities_of() has.
  std::int64_t of(std::string_view day) const;

 private:
  struct Day {
    std::string_view id;
    std::int64_t count = 0;
  };

  std::vector<Day> days_;
  std::int64_t unscheduled_ = 0;
};

// The currency that plain amounts of this document are in.
std::optional<Currency> currency_of(json::Value stored);

// Order key of an activity that is added or changed without knowing its neighbours: its time of
// day, else after everything.
std::int64_t activity_seq(std::string_view time, Instant now, std::int64_t nth);

// How deep arrays and objects lie within each other; 0 for a scalar.
std::uint32_t depth_of(json::Value value);

}  // namespace vg::trip
