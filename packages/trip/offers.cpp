#include "trip/offers.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/decimal.hpp"
#include "shape/reader.hpp"
#include "shape/scalars.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

namespace vg::trip {

using json::Member;
using json::ObjectBuilder;
using json::Value;

namespace {

using namespace shape;

constexpr Field kRateFields[] = {
    label("label", advisor), money("nightly", advisor),   money("total", advisor),
    money("taxes", advisor), flag("refundable", advisor),
};
constexpr Shape kRate = {.name = "rate", .fields = kRateFields, .bare = "label"};

constexpr Field kOfferFields[] = {
    choice("kind", advisor, "hotel room flight excursion"),
    label("name", client, "Hotel, room, flight or excursion").also("hotel title"),
    label("city", client).also("location destination"),
    label("site", advisor, "Where it was captured").also("provider supplier source"),
    label("externalId", advisor, "Its id there").also("giataId giata_id hotelId hotel_key"),
    label("room", client).also("roomType"),
    label("board", client).also("boardBasis"),
    date("checkIn", client),
    date("checkOut", client),
    integer("nights", client).up_to(1'000),
    money("price", client, "For everything")
        .also("total leadPrice lead_price amount")
        .or_text("priceNote"),
    money("nightly", client).also("rate"),
    money("taxes", client),
    label("priceNote", client),
    currency("currency", client),
    flag("refundable", client),
    label("cancelBy", client).also("cancellationDeadline cancellation_deadline"),
    decimal("rating", client, "Of 5 or of 10").up_to(10).also("reviewScore review"),
    integer("reviews", client),
    decimal("stars", client).up_to(7),
    decimal("distanceKm", client).up_to(1'000).also("distance"),
    money("commission", secret),
    decimal("commissionPct", secret).up_to(100),
    labels("amenities", client),
    labels("tags", advisor),
    list("rates", advisor, kRate),
    url("url", client).also("deeplink detailsLink details_link"),
    url("image", client).also("img"),
    text("description", client),
    text("notes", advisor),
    label("capturedAt", advisor),
};

// {amount, pct}, {amount, currency} and `12%` of a captured commission become fields of their own;
// defaults fill what is absent.
Value modernise_offer(json::Arena& arena, Value raw, const OfferDefaults& defaults) {
  ObjectBuilder out(arena);
  for (const Member& member : raw.members()) {
    if (same_spelling(member.key, "commission") && member.value.is_object()) {
      ObjectBuilder amount(arena);
      for (const Member& part : member.value.members()) {
        if (same_spelling(part.key, "pct") || same_spelling(part.key, "percent")) {
          out.add("commissionPct", part.value);
        } else {
          amount.add(part.key, part.value);
        }
      }
      if (const Value money = amount.finish(); money.find("amount") || money.find("minor"))
        out.add("commission",
                money.members().size() == 1 && money.find("amount") ? money.get("amount") : money);
    } else if (same_spelling(member.key, "commission") &&
               trim(member.value.text()).ends_with('%')) {
      std::string_view percent = trim(member.value.text());
      percent.remove_suffix(1);
      out.add("commissionPct", Value(trim(percent)));
    } else if (member.key == "lead_price" || member.key == "leadPrice") {
      out.add("price", member.value);
    } else {
      out.add(member.key, member.value);
    }
  }
  if (!out.find("kind")) out.add("kind", Value("hotel"));
  if (!out.find("site") && !defaults.site.empty()) out.add("site", Value(defaults.site));
  if (!out.find("capturedAt") && !defaults.captured_at.empty())
    out.add("capturedAt", Value(defaults.captured_at));
  return out.finish();
}

// A captured offer without a price of its own costs what its cheapest rate costs.
Value with_price(json::Arena& arena, Value offer) {
  if (offer.find("price")) return offer;
  const Value* best = nullptr;
  for (const Value& rate : offer.get("rates").items()) {
    const auto money = to_money(rate.get("total"));
    if (!money) continue;
    const auto other = best ? to_money(*best) : std::nullopt;
    if (!other || (other->currency == money->currency && money->minor < other->minor))
      best = rate.find("total");
  }
  if (best == nullptr) return offer;
  ObjectBuilder out(arena);
  for (const Member& member : offer.members()) out.add(member.key, member.value);
  return out.add("price", *best).finish();
}

std::string identity_of(Value offer) {
  std::string out(offer.get_text("kind"));
  const std::string_view external = offer.get_text("externalId");
  out +=
      "\n" + (external.empty() ? fold(offer.get_text("name")) + "\n" + fold(offer.get_text("city"))
                               : std::string(external));
  for (std::string_view key : {"site", "room", "board", "checkIn", "checkOut"})
    out += "\n" + fold(offer.get_text(key));
  return "o-" + to_base32(sha256(out)).substr(0, 10);
}

// The house behind an offer: the same house of two sites is one.
std::string house_of(Value offer) {
  return fold(offer.get_text("name")) + "\n" + fold(offer.get_text("city"));
}

double units(Money money) {
  double out = static_cast<double>(money.minor);
  for (int i = 0; i < money.currency.exponent(); ++i) out /= 10;
  return out;
}

std::optional<double> rating_of(Value offer) {
  const Value rating = offer.get("rating");
  if (!rating.is_number()) return std::nullopt;
  const double value = json::to_double(rating);
  return value <= 5 ? value * 2 : value;
}

bool fits(Value offer, const Wish& wish) {
  if (offer.get_text("kind") != wish.kind) return false;
  if (!wish.city.empty() && fold(offer.get_text("city")).find(wish.city) == std::string::npos)
    return false;
  const auto check_in = parse_date(offer.get_text("checkIn"));
  const auto check_out = parse_date(offer.get_text("checkOut"));
  if (wish.check_in && check_in && *check_in != *wish.check_in) return false;
  if (wish.check_out && check_out && *check_out != *wish.check_out) return false;
  if (wish.refundable_only && !offer.get("refundable").boolean()) return false;
  const auto price = to_money(offer.get("price"));
  if (wish.max_price && price && price->currency == wish.max_price->currency &&
      price->minor > wish.max_price->minor)
    return false;
  return !wish.min_rating || rating_of(offer).value_or(0) >= *wish.min_rating;
}

double score_of(Value offer, std::optional<Money> commission) {
  const Value distance = offer.get("distanceKm");
  double score = 10 * (distance.is_number() ? 10 - std::min(json::to_double(distance), 10.0) : 5);
  score += 10 * rating_of(offer).value_or(0);
  const Value stars = offer.get("stars");
  if (stars.is_number()) score += 5 * json::to_double(stars);
  if (offer.get("refundable").boolean()) score += 15;
  if (commission) score += std::min(units(*commission) / 10, 20.0);
  return score;
}

std::string reason_of(Value offer) {
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (const auto price = to_money(offer.get("price"))) add(to_words(*price));
  if (const Value stars = offer.get("stars"); stars.is(json::Kind::integer))
    add(count_of(stars.integer(), "star"));
  if (const auto rating = rating_of(offer)) {
    const auto tenths = static_cast<std::int64_t>(std::llround(*rating * 10));
    add("rated " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " of 10");
  }
  if (const Value distance = offer.get("distanceKm"); distance.is_number())
    add((distance.is(json::Kind::integer) ? std::to_string(distance.integer())
                                          : std::string(distance.text())) +
        " km away");
  if (offer.get("refundable").boolean()) add("refundable");
  if (const auto board = offer.get_text("board"); !board.empty()) add(one_line(board, 30));
  return out;
}

struct Candidate {
  std::string_view id;
  Value offer;
  Money price;
  double score;
  std::optional<Money> commission;
};

// Offers that fit and have a price; of several offers for one house the cheapest.
std::vector<Candidate> candidates(Value offers, const Wish& wish, Ranking& ranking) {
  std::map<std::string, Candidate> houses;
  for (const Member& member : offers.members()) {
    if (!fits(member.value, wish)) continue;
    const auto price = to_money(member.value.get("price"));
    if (!price) {
      ++ranking.without_price;
      continue;
    }
    ++ranking.considered;
    const auto commission = commission_of(member.value);
    const Candidate candidate{member.key, member.value, *price, score_of(member.value, commission),
                              commission};
    const auto [at, added] = houses.emplace(house_of(member.value), candidate);
    if (added) continue;
    ++ranking.duplicates;
    const Candidate& other = at->second;
    const bool cheaper = candidate.price.minor < other.price.minor ||
                         (candidate.price.minor == other.price.minor && candidate.id < other.id);
    if (candidate.price.currency == other.price.currency && cheaper) at->second = candidate;
  }
  std::map<std::string_view, std::int64_t> currencies;
  for (const auto& [house, candidate] : houses) ++currencies[candidate.price.currency.code()];
  const auto most =
      std::max_element(currencies.begin(), currencies.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<Candidate> out;
  for (const auto& [house, candidate] : houses) {
    if (candidate.price.currency.code() == most->first) {
      out.push_back(candidate);
    } else {
      ++ranking.other_currency;
    }
  }
  std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) {
    return a.price.minor != b.price.minor ? a.price.minor < b.price.minor : a.id < b.id;
  });
  return out;
}

// Tier of the candidate at `index` of `count` by price: the quarter at each end, at least one each.
Tier tier_at(std::size_t index, std::size_t count) {
  if (count == 1) return Tier::medium;
  const std::size_t quarter = std::max<std::size_t>(1, count / 4);
  if (index < quarter) return Tier::low;
  return index >= count - quarter ? Tier::high : Tier::medium;
}

}  // namespace

const Shape kOffer = {.name = "offer", .fields = kOfferFields, .bare = "name", .id_prefix = "o"};

std::string_view name_of(Tier tier) {
  switch (tier) {
    case Tier::low: return "low";
    case Tier::medium: return "medium";
    case Tier::high: return "high";
  }
  std::abort();
}

Result<OfferReading> read_offers(json::Arena& arena, Value raw, const OfferDefaults& defaults) {
  Reader reader(arena, {.keep_unreadable = true, .currency = defaults.currency});
  ObjectBuilder offers(arena);
  OfferReading out;
  std::vector<Issue> issues;
  for (std::size_t i = 0; i < raw.items().size(); ++i) {
    const std::string path = "/options/" + std::to_string(i);
    const Value item = raw.items()[i];
    const bool readable = item.is_object() || item.is_string();
    const Value offer =
        readable ? with_price(arena,
                              reader.read_object(
                                  item.is_object() ? modernise_offer(arena, item, defaults) : item,
                                  kOffer, path))
                 : Value();
    if (offer.get_text("name").empty()) {
      issues.push_back({path, "an offer needs a name"});
      continue;
    }
    const std::string_view id = arena.copy(identity_of(offer));
    offers.set(id, offer);
    out.ids.emplace_back(id);
  }
  if (!issues.empty())
    return Error{ErrorCode::invalid, "some offers cannot be stored; nothing was stored",
                 std::move(issues)};
  out.offers = offers.finish();
  out.report = std::move(reader.report());
  return out;
}

std::optional<Money> commission_of(Value offer) {
  if (const auto amount = to_money(offer.get("commission"))) return amount;
  const Value percent = offer.get("commissionPct");
  const auto price = to_money(offer.get("price"));
  if (!percent.is_number() || !price) return std::nullopt;
  return Money{std::llround(static_cast<double>(price->minor) * json::to_double(percent) / 100),
               price->currency};
}

Ranking rank_offers(Value offers, const Wish& wish, Instant now) {
  Ranking out;
  const auto sorted = candidates(offers, wish, out);
  std::map<Tier, std::vector<Pick>> tiers;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const Candidate& c = sorted[i];
    const Tier tier = tier_at(i, sorted.size());
    tiers[tier].push_back({tier, c.id, c.offer, c.score, c.commission, reason_of(c.offer)});
    const auto captured = parse_date(c.offer.get_text("capturedAt").substr(0, 10));
    if (captured && now.date().days - captured->days > 1) ++out.stale;
  }
  for (auto& [tier, picks] : tiers) {
    const auto best = std::max_element(
        picks.begin(), picks.end(), [](const Pick& a, const Pick& b) { return a.score < b.score; });
    out.picks.push_back(*best);
    picks.erase(best);
    if (picks.empty()) continue;
    out.runners_up.push_back(
        *std::max_element(picks.begin(), picks.end(),
                          [](const Pick& a, const Pick& b) { return a.score < b.score; }));
  }
  return out;
}

Value to_stay(json::Arena& arena, const Pick& pick) {
  struct Copy {
    std::string_view from, to;
  };
  static constexpr std::array<Copy, 13> kCopies = {{{"name", "name"},
                                                    {"city", "location"},
                                                    {"stars", "stars"},
                                                    {"room", "roomType"},
                                                    {"checkIn", "checkIn"},
                                                    {"checkOut", "checkOut"},
                                                    {"nights", "nights"},
                                                    {"nightly", "rate"},
                                                    {"price", "total"},
                                                    {"currency", "currency"},
                                                    {"board", "boardBasis"},
                                                    {"url", "url"},
                                                    {"amenities", "amenities"}}};
  ObjectBuilder stay(arena);
  for (const Copy& copy : kCopies)
    if (const Value* value = pick.offer.find(copy.from)) stay.add(copy.to, *value);
  constexpr std::array<std::string_view, 3> kTierNames = {"value", "premium", "luxury"};
  stay.add("status", Value("option"))
      .add("tier", Value(kTierNames[static_cast<std::size_t>(pick.tier)]))
      .add("optionRef", Value(pick.id));
  if (pick.commission) {
    ObjectBuilder secret_part(arena);
    stay.add(kPrivate, secret_part.add_copy("commission", to_decimal(*pick.commission)).finish());
  }
  return stay.finish();
}

}  // namespace vg::trip
