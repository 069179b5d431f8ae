// Hotels and rooms that were found for a trip, as its captured offers.
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "legacy/price.hpp"
#include "legacy/trip_parts.hpp"
#include "trip/offers.hpp"

namespace vg::legacy {

using json::Value;

namespace {

constexpr std::size_t kMostOffers = 1'500;
constexpr std::size_t kMostBytes = 800'000;

Value amount_of(json::Arena& arena, Value amount, Value currency) {
  if (is_blank(amount) || amount.is_object()) return amount;
  const Value price = price_of(arena, amount);
  if (price.is_object() && (price.find("currency") != nullptr || is_blank(currency))) return price;
  const Value plain = price.is_object() ? price.get("amount") : price;
  if (amount.is_string() && !price.is_object()) return {};
  return json::ObjectBuilder(arena).add("amount", plain).add("currency", currency).finish();
}

Value parsed_text(json::Arena& arena, Value text) {
  if (!text.is_string()) return {};
  return read_json(arena, Cell{CellKind::text, 0, text.text()}).value;
}

Value flag_of(Value raw) {
  if (raw.is_number()) return Value(!(raw == Value(0)));
  const std::string word = to_lower_ascii(raw.text());
  if (word == "true" || word == "yes") return Value(true);
  return word == "false" || word == "no" ? Value(false) : Value();
}

Value hotel_offer(json::Arena& arena, Value hotel) {
  Item offer(arena, {});
  offer.put("kind", Value("hotel")).put("name", hotel.get("name")).put("city", hotel.get("city"));
  offer.put("site", hotel.get("provider"));
  const Value giata = hotel.get("giata_id");
  offer.put("externalId", is_blank(giata) ? hotel.get("provider_hotel_id") : giata);
  offer.put("stars", hotel.get("stars")).put("capturedAt", hotel.get("last_updated"));
  const Value price =
      amount_of(arena, hotel.get("lead_price_amount"), hotel.get("lead_price_currency"));
  offer.put("price", price).put("refundable", flag_of(hotel.get("refundable")));
  return offer.put("amenities", parsed_text(arena, hotel.get("raw_json")).get("amenities"))
      .finish();
}

Value room_offer(json::Arena& arena, Value hotel, Value room) {
  Item offer(arena, {});
  offer.put("kind", Value("room")).put("name", hotel.get("name")).put("city", hotel.get("city"));
  const Value own = room.get("room_name");
  offer.put("room", is_blank(own) ? room.get("room_type") : own).put("site", room.get("site"));
  offer.put("externalId", Value(arena.copy("room " + json::write(room.get("id")))));
  const Value currency = room.get("currency");
  offer.put("price", amount_of(arena, room.get("total_price"), currency));
  offer.put("nightly", amount_of(arena, room.get("nightly_rate"), currency));
  offer.put("commission", amount_of(arena, room.get("commission_amount"), currency));
  offer.put("commissionPct", room.get("commission_percent"));
  offer.put("refundable", flag_of(room.get("refundable")));
  offer.put("cancelBy", room.get("cancellation_deadline"));
  return offer.put("capturedAt", room.get("last_updated")).finish();
}

}  // namespace

Value map_offers(TripWork& work) {
  const auto id = parse_integer(work.key);
  if (!id) return {};
  json::ArrayBuilder offers(work.arena);
  for (const Source::Hotel& row : work.source.hotels_of(*id)) {
    const auto hotel = json::parse(work.arena, work.arena.copy(row.cells));
    if (!hotel || is_blank(hotel->get("name"))) continue;
    offers.add(hotel_offer(work.arena, *hotel));
    for (const std::string& cells : row.rooms)
      if (const auto room = json::parse(work.arena, work.arena.copy(cells)))
        offers.add(room_offer(work.arena, *hotel, *room));
  }
  if (offers.empty()) return {};
  const auto reading = trip::read_offers(work.arena, offers.finish(), {});
  const bool fits = reading && reading->offers.members().size() <= kMostOffers &&
                    json::write(reading->offers).size() <= kMostBytes;
  if (!fits) work.dirt("offers_kept_as_rows");
  return fits ? reading->offers : Value();
}

}  // namespace vg::legacy
