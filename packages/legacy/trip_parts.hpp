// The parts of a trip document, each from one column of trips_v2.
#pragma once

#include "json/value.hpp"
#include "legacy/lenient.hpp"
#include "legacy/mapping.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vg::legacy {

// One trip on its way: what its parts share.
struct TripWork {
  json::Arena& arena;
  const Row& row;
  Source& source;
  Findings& findings;
  std::string key;
  TripCounts counts = {};
  std::set<std::string, std::less<>> raw_columns =
      {};                           // kept as they are, beside what was read of them
  json::ArrayBuilder aside{arena};  // items without what makes them one

  void dirt(std::string_view kind, std::string_view detail = {}) {
    findings.dirt(kind, "trips_v2", key, detail);
  }
  // A JSON column; what had to be repaired or cannot be read is kept raw.
  ReadJson column(std::string_view name);
  void set_aside(std::string_view place, json::Value value);
};

// An object of the old system on its way to an item: what is not taken becomes private.
class Item {
 public:
  Item(json::Arena& arena, json::Value from) : arena_(arena), from_(from), out_(arena) {}

  json::Value take(std::string_view key);
  // Moves a member to a field, unless it is empty.
  Item& move(std::string_view key, std::string_view field);
  Item& put(std::string_view field, json::Value value);
  Item& put_private(std::string_view field, json::Value value);
  json::Value finish();

 private:
  json::Arena& arena_;
  json::Value from_;
  json::ObjectBuilder out_;
  std::vector<json::Member> private_;
  std::vector<std::string_view> taken_;
};

bool is_blank(json::Value value);
// An amount as the tolerant reader takes it; `told` says whether it was a text.
json::Value price_of(json::Arena& arena, json::Value raw);
// A numeric price in hundredths, rounded; 0 for what is none.
std::int64_t hundredths(json::Value number);

struct People {
  json::Value travelers;
  std::string client_id, client_name;  // of the primary one
};
People map_people(TripWork& work);
json::Value map_days(TripWork& work);
json::Value map_stays(TripWork& work);
struct Transport {
  json::Value legs, transfers;
};
Transport map_transport(TripWork& work);
json::Value map_notes(TripWork& work);
json::Value map_budget(TripWork& work);
// The hotels and rooms of the trip as a merge patch of its offers; null for none.
json::Value map_offers(TripWork& work);

}  // namespace vg::legacy
