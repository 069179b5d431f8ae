#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kExcursionFields[] = {
    label("name", client).also("title"),
    label("port", client),
    money("price", client).also("cost").or_text("description"),
    label("duration", client),
    label("provider", client),
    flag("shipWaits", client),
    text("description", client),
};
constexpr Shape kExcursion = {
    .name = "excursion", .fields = kExcursionFields, .bare = "name", .id_prefix = "x"};

constexpr Field kExcursionsFields[] = {
    items("included", client, kExcursion),
    items("optional", client, kExcursion),
};

constexpr Field kTourFields[] = {
    label("place", client).also("port"),
    label("title", client).also("name"),
    money("price", client).or_text("description"),
    label("duration", client),
    url("url", client),
    label("provider", client),
    text("description", client),
};

constexpr Field kReservationFields[] = {
    label("restaurant", client).also("name"),
    date("date", client),
    label("time", client),
    label("status", client),
    text("notes", client),
};

constexpr Field kDocumentFields[] = {
    label("type", client),    label("for", client), label("status", client),
    label("dueDate", client), url("file", advisor),
};

constexpr Field kActionItemFields[] = {
    text("text", client, "Shown to the client only when the client is its owner").also("item"),
    choice("owner", advisor, "client advisor supplier"),
    label("due", client),
    flag("done", client).also("completed"),
};

constexpr Field kCreditsFields[] = {
    money("onboardCredit", client).or_text("notes"),
    label("beveragePackage", client),
    label("wifiPackage", client),
    text("notes", client),
};

constexpr Field kCreditPartFields[] = {
    label("source", client),
    money("amount", client),
};
constexpr Shape kCreditPart = {
    .name = "credit part", .fields = kCreditPartFields, .bare = "source"};

constexpr Field kOnboardCreditsFields[] = {
    money("total", client),
    list("breakdown", client, kCreditPart),
    text("note", client),
};

constexpr Field kExtraFields[] = {
    label("name", client),
    text("reason", client),
    money("price", client).or_text("reason"),
    label("priority", client),
};

constexpr Field kInsiderTipFields[] = {
    label("title", client),
    text("tip", client),
};

constexpr Field kPackingTipsFields[] = {
    labels("essentials", client), labels("recommended", client), labels("skip", client),
    text("formalNights", client), text("portDays", client),      text("weather", client),
};

constexpr Field kHiddenGemFields[] = {
    label("name", client), label("location", client), text("description", client),
    text("tip", client),   url("url", client),
};

constexpr Field kLocalCustomFields[] = {
    label("port", client),  label("title", client),    text("description", client),
    text("doThis", client), text("avoidThis", client),
};

constexpr Field kFreeActivityFields[] = {
    label("name", client),     label("location", client), text("description", client),
    label("bestTime", client), flag("onboard", client),
};

constexpr Field kLinkFields[] = {
    label("title", client).also("name label"),
    url("url", client),
    text("description", client),
};

constexpr Field kContactFields[] = {
    label("label", client).also("name"),
    label("phone", client),
};

constexpr Field kTermsFields[] = {
    date("validUntil", client),
    text("cancellation", client),
    text("payment", client),
    text("disclaimer", client),
};

constexpr Field kGiftFields[] = {
    label("label", client).also("name"),
    money("amount", client),
};
constexpr Shape kGift = {.name = "gift", .fields = kGiftFields, .bare = "label", .id_prefix = "g"};

constexpr Field kRegistryFields[] = {
    flag("enabled", client),
    label("title", client),
    items("items", client, kGift),
};

}  // namespace

const Shape kExcursions = {.name = "excursions", .fields = kExcursionsFields};
const Shape kTour = {.name = "tour", .fields = kTourFields, .bare = "title", .id_prefix = "to"};
const Shape kReservation = {.name = "table reservation",
                            .fields = kReservationFields,
                            .bare = "restaurant",
                            .id_prefix = "r"};
const Shape kDocument = {
    .name = "travel document", .fields = kDocumentFields, .bare = "type", .id_prefix = "doc"};
const Shape kActionItem = {
    .name = "action item", .fields = kActionItemFields, .bare = "text", .id_prefix = "todo"};
const Shape kCredits = {.name = "credits", .fields = kCreditsFields, .bare = "notes"};
const Shape kOnboardCredits = {.name = "onboard credits", .fields = kOnboardCreditsFields};
const Shape kExtra = {.name = "extra", .fields = kExtraFields, .bare = "name", .id_prefix = "ex"};
const Shape kInsiderTip = {
    .name = "insider tip", .fields = kInsiderTipFields, .bare = "tip", .id_prefix = "tip"};
const Shape kPackingTips = {.name = "packing tips", .fields = kPackingTipsFields};
const Shape kHiddenGem = {
    .name = "hidden gem", .fields = kHiddenGemFields, .bare = "name", .id_prefix = "gem"};
const Shape kLocalCustom = {
    .name = "local custom", .fields = kLocalCustomFields, .bare = "title", .id_prefix = "lc"};
const Shape kFreeActivity = {
    .name = "free activity", .fields = kFreeActivityFields, .bare = "name", .id_prefix = "fa"};
const Shape kLink = {.name = "link", .fields = kLinkFields, .bare = "url", .id_prefix = "link"};
const Shape kContact = {
    .name = "contact", .fields = kContactFields, .bare = "phone", .id_prefix = "ec"};
const Shape kTerms = {.name = "terms", .fields = kTermsFields, .bare = "disclaimer"};
const Shape kRegistry = {.name = "registry", .fields = kRegistryFields};

}  // namespace vg::trip
