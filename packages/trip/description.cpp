#include "trip/description.hpp"

#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kTripFields[] = {
    integer("schemaVersion", advisor),
    object("meta", client, kMeta),
    object("dates", client, kDates),
    object("travelers", client, kTravelers),
    object("preferences", advisor, kPreferences),
    record("accessibility", advisor, "Needs of the party"),
    url("heroImage", client),
    object("images", client, kImages),
    list("media", client, kMedia),
    list("maps", client, kMapPlace),
    object("flights", client, kFlights),
    object("flightOptions", client, kFlightOptions),
    items("lodging", client, kStay).also("accommodations hotels stays"),
    items("transfers", client, kTransfer),
    object("carRental", client, kCarRental).also("rentalCar"),
    object("cruiseInfo", client, kCruise).also("cruise"),
    object("shipInfo", client, kShip).also("ship"),
    items(kDays, client, kDay).also("days schedule"),
    items(kActivities, client, kActivity, "Activities without a day").also(kUnscheduled),
    items("decisions", client, kDecision),
    object("clientPicks", advisor, kClientPicks),
    object("tiers", client, kTiers),
    object("budget", client, kBudget).also("financials"),
    object("costSplit", client, kCostSplit),
    object("inclusions", client, kInclusions),
    object("excursions", client, kExcursions),
    items("tours", client, kTour),
    items("dining", client, kReservation),
    items("bookings", client, kBooking),
    raw("reference", "The confirmed facts that drift is checked against"),
    object("travelInsurance", client, kInsurance),
    items("documents", client, kDocument),
    items("actionItems", advisor, kActionItem, "A page shows those that the client owns")
        .also("preTripChecklist"),
    object("credits", client, kCredits),
    object("onboardCredits", client, kOnboardCredits),
    items("recommendedExtras", client, kExtra),
    items("insiderTips", client, kInsiderTip),
    object("packingTips", client, kPackingTips).also("packingGuide"),
    items("hiddenGems", client, kHiddenGem),
    items("localCustoms", client, kLocalCustom),
    items("freeActivities", client, kFreeActivity),
    record("practicalInfo", client),
    items("featuredLinks", client, kLink).also("recommendedApps"),
    items("emergencyContacts", client, kContact),
    object("terms", client, kTerms),
    object("registry", client, kRegistry),
    record("review", advisor),
    labels("notes", advisor, "The advisor's notes on the trip"),
    items("privateNotes", secret, kPrivateNote),
};

}  // namespace

const Shape kTrip = {.name = "trip", .fields = kTripFields};

}  // namespace vg::trip
