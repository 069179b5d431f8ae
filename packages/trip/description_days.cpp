#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kActivityFields[] = {
    label("name", client).also("title activity"),
    ref("day", advisor, "The day it belongs to"),
    label("time", client, "A clock time or a word such as Morning").also("startTime start_time"),
    label("endTime", client),
    text("description", client),
    text("details", client),
    label("location", client),
    label("duration", client),
    money("cost", client, "Price; free when 0").also("price").or_text("costNote"),
    label("costNote", client),
    choice("per", client, "person group"),
    flag("included", client),
    flag("optional", client),
    flag("highlight", client).also("isHiddenGem"),
    flag("bookingRequired", client),
    choice("status", client, "idea recommended requested booked waitlist cancelled"),
    choices("forWho", client, "all adults teen child"),
    flag("familyFriendly", client),
    label("crowdLevel", client),
    flag("avoidCrowdsTip", advisor),
    label("provider", client),
    choice("providerType", client, "cruise-line local viator other"),
    url("url", client),
    label("map", client),
    object("geo", client, kGeo),
    text("accessibility", client),
    text("notes", client),
    label("confirmation", client).opens_booking(),
    flag("tour", advisor),
    url("image", client),
    list("images", client, kImage),
};

constexpr Field kTransportFields[] = {
    choice("mode", client, "train ferry shuttle air transit walking car coach"),
    text("details", client),
    label("departureTime", client).also("depart"),
    label("arrivalTime", client).also("arrive"),
    label("confirmation", client).opens_booking(),
    text("notes", client),
    label("icon", advisor),
};
constexpr Shape kTransport = {.name = "transport", .fields = kTransportFields, .bare = "details"};

constexpr Field kBreakFields[] = {
    label("location", client),
    text("reason", client),
};
constexpr Shape kBreak = {.name = "break", .fields = kBreakFields, .bare = "location"};

constexpr Field kDrivingFields[] = {
    label("from", client),
    label("to", client),
    label("distance", client),
    label("duration", client),
    list("suggestedBreaks", client, kBreak),
    labels("tips", client),
};
constexpr Shape kDriving = {.name = "driving", .fields = kDrivingFields};

constexpr Field kNightFields[] = {
    label("name", client),          flag("arrival", client), flag("departure", client),
    integer("nightNumber", client), text("notes", client),
};
constexpr Shape kNight = {.name = "night", .fields = kNightFields, .bare = "name"};

constexpr Field kRestaurantFields[] = {
    label("name", client),       label("cuisine", client), label("priceLevel", client),
    text("description", client), url("url", client),       url("image", client),
};
constexpr Shape kRestaurant = {.name = "restaurant", .fields = kRestaurantFields, .bare = "name"};

constexpr Field kDiningFields[] = {
    text("breakfast", client),
    text("lunch", client),
    text("dinner", client),
    text("recommended", client),
    text("description", client),
    url("url", client),
    list("recommendations", client, kRestaurant),
};
constexpr Shape kDining = {.name = "dining", .fields = kDiningFields, .bare = "recommended"};

constexpr Field kPortFields[] = {
    label("name", client),      label("arrive", client),       label("depart", client),
    label("allAboard", client), label("dockOrTender", client), label("walkable", client),
    text("tenderNote", client),
};
constexpr Shape kPort = {.name = "port", .fields = kPortFields, .bare = "name"};

constexpr Field kSeaDayFields[] = {
    labels("adults", client),
    labels("teen", client),
    labels("child", client),
    labels("family", client),
};
constexpr Shape kSeaDay = {.name = "sea day", .fields = kSeaDayFields};

constexpr Field kWeatherFields[] = {
    decimal("hi", client).from(-100),
    decimal("lo", client).from(-100),
    label("unit", client),
    text("note", client),
};
constexpr Shape kWeather = {.name = "weather", .fields = kWeatherFields, .bare = "note"};

constexpr Field kDayFields[] = {
    integer("day", client, "Number of the day").also("dayNumber").up_to(1'000),
    date("date", client),
    label("title", client),
    label("location", client),
    choice("type", client,
           "pre-cruise embarkation sea-day port-day debarkation post-cruise land travel free"),
    text("description", client),
    labels("highlights", client),
    items("activities", client, kActivity),
    object("transport", client, kTransport),
    object("driving", client, kDriving),
    object("portInfo", client, kPort),
    object("lodging", client, kNight, "Where the night is spent"),
    object("dining", client, kDining),
    labels("meals", client),
    object("seaDayTips", client, kSeaDay),
    labels("crowdAvoidance", client),
    labels("tips", client),
    labels("shopping", client),
    object("weather", client, kWeather),
    label("map", client),
    object("geo", client, kGeo),
    list("images", client, kImage),
    list("videos", client, kMedia),
    list("media", client, kMedia),
    text("notes", client),
};

}  // namespace

const Shape kActivity = {
    .name = "activity", .fields = kActivityFields, .bare = "name", .id_prefix = "a"};
const Shape kDay = {.name = "day", .fields = kDayFields, .bare = "title", .id_prefix = "d"};

}  // namespace vg::trip
