#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kRoomFields[] = {
    label("id", advisor),  label("name", client),  labels("occupants", advisor),
    money("rate", client), money("total", client),
};
constexpr Shape kRoom = {.name = "room", .fields = kRoomFields, .bare = "name"};

constexpr Field kReviewsFields[] = {
    decimal("rating", client).up_to(10),
    integer("reviews", client),
    label("ranking", client),
    url("url", client),
    labels("highlights", client),
    labels("tips", client),
};
constexpr Shape kReviews = {.name = "reviews", .fields = kReviewsFields};

constexpr Field kAlternativeFields[] = {
    label("name", client),  label("tier", client),  money("rate", client),
    money("total", client), labels("pros", client), labels("cons", client),
};
constexpr Shape kAlternative = {
    .name = "alternative", .fields = kAlternativeFields, .bare = "name", .id_prefix = "alt"};

constexpr Field kStayFields[] = {
    label("name", client, "Hotel, camp, ship or house").also("hotel hotelName"),
    label("location", client).also("city"),
    label("type", client),
    decimal("stars", client).up_to(7),
    label("roomType", client),
    integer("rooms", client).up_to(1'000),
    list("roomAssignments", client, kRoom),
    date("checkIn", client).also("checkInDate arrival"),
    date("checkOut", client).also("checkOutDate departure"),
    label("checkInTime", client),
    integer("nights", client).up_to(1'000),
    money("rate", client, "Per room and night").or_text("priceNote"),
    money("total", client, "For the whole stay").also("totalCost").or_text("priceNote"),
    currency("currency", advisor),
    label("priceNote", client),
    text("taxesFees", client),
    label("boardBasis", client),
    url("url", client),
    label("map", client),
    label("address", client),
    label("phone", client, "Of the house"),
    object("geo", client, kGeo),
    choice("status", client, "option selected confirmed cancelled"),
    flag("confirmed", client),
    flag("recommended", client),
    label("tier", client),
    ref("decisionRef", advisor),
    label("confirmation", client).also("confirmationNumber").opens_booking(),
    text("cancellationPolicy", client),
    labels("amenities", client),
    labels("pros", client),
    labels("cons", client),
    text("bestFor", client),
    object("tripAdvisor", client, kReviews),
    items("options", client, kAlternative, "Alternatives to this stay"),
    list("images", client, kImage),
    ref("optionRef", advisor, "The captured offer that it came from"),
    text("notes", advisor),
};

}  // namespace

const Shape kStay = {.name = "stay", .fields = kStayFields, .bare = "name", .id_prefix = "h"};

}  // namespace vg::trip
