#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kSegmentFields[] = {
    label("from", client),
    label("to", client),
    label("depart", client).also("departure departureTime"),
    label("arrive", client).also("arrival arrivalTime"),
    date("arriveDate", client),
    label("carrier", client).also("airline"),
    label("flight", client).also("flightNo flightNumber"),
    label("duration", client),
    label("aircraft", client),
    label("terminal", client),
    label("cabin", client),
    label("operatedBy", client),
    label("layoverBefore", client),
    label("layoverAfter", client),
    text("notes", client),
};
constexpr Shape kSegment = {.name = "segment", .fields = kSegmentFields};

constexpr Field kLegFields[] = {
    choice("direction", client, "outbound return between", "Which way the leg goes"),
    date("date", client),
    label("route", client, "DUB → LIS"),
    label("airline", client).also("carrier"),
    label("flightNo", client).also("flight flightNumber"),
    label("depart", client).also("departure departureTime"),
    label("arrive", client).also("arrival arrivalTime"),
    label("cabin", client),
    label("terminal", client),
    label("confirmation", client, "Record locator").opens_booking(),
    label("aircraft", client),
    label("baggage", client),
    label("checkInOpens", client),
    label("arriveAtAirportBy", client),
    label("totalTime", client).also("duration"),
    label("layover", client),
    integer("guests", client).up_to(1'000),
    money("price", client).or_text("notes"),
    list("segments", client, kSegment),
    text("notes", client),
    text("tips", client),
};
constexpr Shape kLeg = {.name = "leg", .fields = kLegFields, .bare = "route", .id_prefix = "f"};
// A leg inside a flight option has no life of its own.
constexpr Shape kOptionLeg = {.name = "option leg", .fields = kLegFields, .bare = "route"};

constexpr Field kEstimateFields[] = {
    label("range", client),
    text("notes", client),
};
constexpr Shape kEstimate = {.name = "estimate", .fields = kEstimateFields, .bare = "range"};

constexpr Field kFlightsFields[] = {
    items("legs", client, kLeg, "Flights in the order of travel"),
    object("estimatedTotal", client, kEstimate),
    label("confirmation", client, "Record locator").opens_booking(),
    text("notes", client),
};

constexpr Field kPricingFields[] = {
    money("total", client),   money("perPerson", client), currency("currency", advisor),
    label("source", advisor), label("note", client),
};
constexpr Shape kPricing = {.name = "pricing", .fields = kPricingFields};

constexpr Field kFlightOptionFields[] = {
    label("label", client),
    flag("recommended", client),
    flag("bestValue", client),
    object("pricing", client, kPricing),
    label("savings", client),
    object("outbound", client, kOptionLeg),
    object("return", client, kOptionLeg),
    text("reason", client),
    text("warning", client),
};
constexpr Shape kFlightOption = {
    .name = "flight option", .fields = kFlightOptionFields, .bare = "label", .id_prefix = "fo"};

constexpr Field kFlightOptionsFields[] = {
    date("outboundDate", client),
    date("returnDate", client),
    items("options", client, kFlightOption),
    text("recommendation", client),
    text("selfBookNote", client),
    text("disclaimer", client),
};

constexpr Field kTransferFields[] = {
    date("date", client),
    label("time", client),
    label("from", client),
    label("to", client),
    label("mode", client),
    label("provider", client),
    money("price", client).also("cost").or_text("notes"),
    currency("currency", advisor),
    flag("included", client),
    label("confirmation", client).opens_booking(),
    text("notes", client),
};

constexpr Field kCarPlaceFields[] = {
    label("location", client),
    date("date", client),
    label("time", client),
};
constexpr Shape kCarPlace = {.name = "car place", .fields = kCarPlaceFields, .bare = "location"};

constexpr Field kCarRentalFields[] = {
    label("provider", client),
    object("pickup", client, kCarPlace),
    object("dropoff", client, kCarPlace),
    label("vehicle", client),
    money("ratePerDay", client),
    money("total", client),
    currency("currency", advisor),
    text("insurance", client),
    label("confirmation", client).opens_booking(),
    text("notes", client),
};

constexpr Field kCabinFields[] = {
    label("type", client),
    label("category", client),
    label("deck", client),
    label("stateroom", client, "Cabin number").also("number").opens_booking(),
    label("bedConfig", client).also("bedding"),
    label("locationNote", client),
    labels("features", client),
    labels("complimentaryServices", client),
    labels("perks", client),
    list("images", client, kImage),
};
constexpr Shape kCabin = {.name = "cabin", .fields = kCabinFields, .bare = "type"};

constexpr Field kPierFields[] = {
    label("port", client),    date("date", client), label("time", client),
    label("checkIn", client), text("tips", client),
};
constexpr Shape kPier = {.name = "pier", .fields = kPierFields, .bare = "port"};

constexpr Field kCruiseFields[] = {
    label("cruiseLine", client),
    label("shipName", client),
    date("sailingDate", client),
    integer("nights", client).up_to(1'000),
    url("shipUrl", client),
    url("deckPlanUrl", client),
    object("cabin", client, kCabin),
    object("embarkation", client, kPier),
    object("debarkation", client, kPier),
};

constexpr Field kShipFields[] = {
    label("name", client),
    label("class", client),
    integer("built", client).up_to(3'000),
    integer("lastRefurbished", client).up_to(3'000),
    integer("capacity", client),
    integer("crew", client),
    integer("decks", client),
    labels("recentUpgrades", client),
};

}  // namespace

const Shape kFlights = {.name = "flights", .fields = kFlightsFields};
const Shape kFlightOptions = {.name = "flight options", .fields = kFlightOptionsFields};
const Shape kTransfer = {
    .name = "transfer", .fields = kTransferFields, .bare = "notes", .id_prefix = "tr"};
const Shape kCarRental = {.name = "car rental", .fields = kCarRentalFields};
const Shape kCruise = {.name = "cruise", .fields = kCruiseFields};
const Shape kShip = {.name = "ship", .fields = kShipFields, .bare = "name"};

}  // namespace vg::trip
