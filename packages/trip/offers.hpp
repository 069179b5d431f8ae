// Captured offers of booking sites: hotels, rooms, flights, excursions. Kept beside the trip as one
// map, ranked, and attached as stays.
#pragma once

#include "base/context.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/report.hpp"
#include "shape/shape.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

extern const shape::Shape kOffer;

inline constexpr std::size_t kMaxOffersPerCall = 500;

struct OfferReading {
  json::Value offers;  // map of offer id to canonical offer: a merge patch of the option set
  std::vector<std::string>
      ids;  // in the order in which they were given; the same offer captured again has the same id
  shape::Report report;
};

// What holds for every offer that does not say otherwise.
struct OfferDefaults {
  std::optional<Currency> currency;
  std::string_view site;
  std::string_view captured_at;
};

// Values that do not fit are kept aside and reported; an offer without a name refuses all of them,
// naming its place.
Result<OfferReading> read_offers(json::Arena& arena, json::Value raw,
                                 const OfferDefaults& defaults);

enum class Tier { low, medium, high };
std::string_view name_of(Tier tier);

struct Wish {
  std::string kind = "hotel";
  std::string city;  // folded; empty: any
  std::optional<Date> check_in, check_out;
  std::optional<Money> max_price;
  std::optional<double> min_rating;  // of ten
  bool refundable_only = false;
};

struct Pick {
  Tier tier = Tier::medium;
  std::string_view id;
  json::Value offer;
  double score = 0;
  std::optional<Money> commission;  // for the advisor only
  std::string reason;               // without the commission
};

struct Ranking {
  std::vector<Pick> picks;       // at most one per tier, low to high
  std::vector<Pick> runners_up;  // the next best of each tier
  std::int64_t considered = 0;   // offers that fit the wish
  std::int64_t duplicates = 0;   // of a house that another offer has cheaper
  std::int64_t without_price = 0;
  std::int64_t other_currency = 0;  // in another currency than most: prices cannot be compared
  std::int64_t stale = 0;           // considered, but captured more than 24 hours ago
};

// Tiers by price: low up to the 25th percentile, high from the 75th. With two offers one is low and
// one is high; one alone is medium. Score within a tier: 10 × (10 − distance in km, at most 10; 5
// when unknown) + 10 × rating of ten + 5 × stars + 15 when refundable + a tenth of the commission
// in units of its currency, at most 20. The cap keeps the commission a tie-break among comparable
// houses. Among equal scores the cheaper one, then the smaller id.
Ranking rank_offers(json::Value offers, const Wish& wish, Instant now);

// A stay that an offer becomes: status option, with the offer's id as `optionRef` and its
// commission in `_private`.
json::Value to_stay(json::Arena& arena, const Pick& pick);

// The commission of an offer: the amount, else the percentage of the price.
std::optional<Money> commission_of(json::Value offer);

}  // namespace vg::trip
