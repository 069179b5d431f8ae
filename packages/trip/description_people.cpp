#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kChangeFields[] = {
    date("date", advisor).or_text("reason"),
    text("change", advisor),
    text("reason", advisor),
};
constexpr Shape kChange = {.name = "change", .fields = kChangeFields, .bare = "change"};

constexpr Field kPublishFields[] = {
    label("slug", advisor, "A wish; the product makes its own"),
    choice("category", advisor, "testing proposal confirmed deposit_paid paid_in_full active past"),
    choice("visibility", advisor, "unlisted public passcode",
           "Who finds the page; unlisted unless said otherwise"),
    label("expiresAt", advisor),
    label("lastPublishedAt", advisor),
    integer("publishedRevision", advisor),
};
constexpr Shape kPublish = {.name = "publish", .fields = kPublishFields};

constexpr Field kMetaFields[] = {
    label("tripId", advisor, "The id that another system gave the trip"),
    label("title", client, "Headline of the page").also("name tripName"),
    label("subtitle", client),
    label("tagline", client),
    label("clientName", advisor, "Who the trip is for").also("client clientNames"),
    label("destination", client).also("location"),
    labels("destinations", client),
    label("dates", client, "The dates as a client reads them"),
    choice("phase", advisor, "discovery planning proposal confirmed active past cancelled",
           "Where the work stands; a page sells until the trip is confirmed"),
    text("status", advisor, "Where the work stands, for the advisor"),
    text("statusText", client, "Where the work stands, for the client"),
    label("template", advisor),
    label("theme", advisor),
    label("tripType", client).also("type"),
    currency("currency", advisor, "ISO 4217; the currency of plain amounts"),
    label("locale", advisor, "Language of the page, such as en-IE"),
    choice("dir", advisor, "ltr rtl auto", "Writing direction"),
    label("timezone", client),
    label("occasion", client),
    labels("tags", advisor),
    date("holdDate", client, "Until when prices or seats are held"),
    label("pricingAsOf", client, "The day of the prices"),
    url("reserveUrl", client, "Where the client can book"),
    flag("hidePrices", advisor, "No amount on the page"),
    flag("showMaps", advisor),
    flag("showVideos", advisor),
    flag("showTravelStyle", advisor),
    flag("isSample", advisor),
    flag("isTest", advisor),
    flag("isArchived", advisor, "Left out of lists").also("archived"),
    label("createdAt", advisor),
    label("lastModified", advisor).also("lastUpdated"),
    integer("revision", advisor, "Revision in another system"),
    flag("quotesConfirmed", advisor),
    list("changeHistory", advisor, kChange),
    object("publish", advisor, kPublish),
};

constexpr Field kTravelerFields[] = {
    label("name", advisor, "Full name; a page shows first name and initial"),
    label("firstName", client),
    label("lastInitial", client).up_to(4),
    choice("type", client, "adult teen child infant"),
    integer("age", advisor).up_to(130),
    flag("mobilityIssues", advisor),
    text("mobility", advisor).also("specialNeeds"),
    labels("dietary", advisor),
    labels("documentsNeeded", client),
    flag("docsComplete", advisor),
    ref("roomRef", advisor),
    ref("householdRef", advisor),
    label("role", advisor),
    text("notes", advisor),
};
constexpr Shape kTraveler = {
    .name = "traveler", .fields = kTravelerFields, .bare = "name", .id_prefix = "t"};

constexpr Field kHouseholdFields[] = {
    label("label", advisor).also("name"),
    label("payer", advisor),
    refs("travelerRefs", advisor),
};
constexpr Shape kHousehold = {
    .name = "household", .fields = kHouseholdFields, .bare = "label", .id_prefix = "hh"};

constexpr Field kTravelersFields[] = {
    integer("count", client, "How many travel").up_to(1'000),
    integer("adults", client).up_to(1'000),
    integer("children", client).up_to(1'000),
    labels("names", advisor),
    items("details", client, kTraveler).also("list"),
    items("households", advisor, kHousehold),
    text("notes", advisor),
};

constexpr Field kDatesFields[] = {
    date("start", client),
    date("end", client),
    integer("duration", advisor, "Days as stated elsewhere; pages count them").up_to(1'000),
    integer("nights", advisor, "Nights as stated elsewhere; pages count them").up_to(1'000),
    flag("flexible", advisor),
    text("notes", advisor),
};

constexpr Field kPreferencesFields[] = {
    text("vibe", advisor),           text("pace", advisor),   labels("mustHave", advisor),
    labels("avoid", advisor),        text("budget", advisor), text("mobility", advisor),
    text("transportation", advisor),
};

constexpr Field kPrivateNoteFields[] = {
    text("text", secret, "A note that only the advisor's private view shows"),
    label("at", secret),
};

}  // namespace

const Shape kMeta = {.name = "meta", .fields = kMetaFields};
const Shape kTravelers = {.name = "travelers", .fields = kTravelersFields};
const Shape kDates = {.name = "dates", .fields = kDatesFields};
const Shape kPreferences = {.name = "preferences", .fields = kPreferencesFields, .bare = "vibe"};
const Shape kPrivateNote = {
    .name = "private note", .fields = kPrivateNoteFields, .bare = "text", .id_prefix = "n"};

}  // namespace vg::trip
