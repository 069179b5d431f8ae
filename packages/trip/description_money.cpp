#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr std::int64_t kAnyAmount = -1;  // discounts are negative lines

constexpr Field kOptionFields[] = {
    label("label", client).also("name"),
    text("summary", client),
    money("priceLo", client).also("price").or_text("note"),
    money("priceHi", client).or_text("note"),
    currency("currency", advisor),
    choice("basis", client, "quoted estimate included tbd"),
    label("ribbon", client),
    text("note", client),
    decimal("stars", client).up_to(7),
    url("imageUrl", client),
    url("detailUrl", client),
    choice("status", client, "available recommended unavailable"),
    record("meta", advisor),
};
constexpr Shape kOption = {
    .name = "option", .fields = kOptionFields, .bare = "label", .id_prefix = "o"};

constexpr Field kDecisionFields[] = {
    label("title", client).also("label question"),
    choice("type", client, "single_choice multi_choice"),
    flag("required", client),
    choice("status", client, "open selected locked blocked resolved"),
    refs("blockedBy", advisor),
    text("groupNote", client),
    ref("recommendationOptionId", advisor),
    label("deltaBaseline", advisor),
    ref("selectedOptionId", advisor),
    refs("selectedOptionIds", advisor),
    flag("allowAskAdvisor", client),
    items("options", client, kOption),
};

constexpr Field kClientPicksFields[] = {
    label("submittedAt", advisor),
    record("picks", advisor),
};

constexpr Field kTierFields[] = {
    label("name", client),      text("description", client),     labels("includes", client),
    money("perPerson", client), money("estimatedTotal", client), flag("recommended", client),
};
constexpr Shape kTier = {.name = "tier", .fields = kTierFields, .bare = "name"};

constexpr Field kTiersFields[] = {
    object("value", client, kTier),
    object("premium", client, kTier),
    object("luxury", client, kTier),
    text("notes", client),
};

constexpr Field kLineFields[] = {
    label("label", client).also("name"),
    money("amount", client).also("cost").from(kAnyAmount).or_text("notes"),
    money("amountLo", client),
    money("amountHi", client),
    decimal("qty", client),
    currency("currency", advisor),
    flag("perPerson", client),
    choice("basis", client, "quoted estimate included tbd paid"),
    label("category", client),
    text("notes", client),
};
constexpr Shape kLine = {
    .name = "line item", .fields = kLineFields, .bare = "label", .id_prefix = "l"};

constexpr Field kPaymentFields[] = {
    label("label", client),
    date("dueDate", client),
    money("amount", client),
    choice("status", client, "due scheduled paid overdue"),
};
constexpr Shape kPayment = {
    .name = "payment", .fields = kPaymentFields, .bare = "label", .id_prefix = "p"};

constexpr Field kBudgetFields[] = {
    currency("currency", advisor),
    record("fx", client, "Rates to the budget's currency, with asOf"),
    items("lineItems", client, kLine),
    money("perPerson", client, "As stated elsewhere; pages compute it from the lines"),
    money("total", client, "As stated elsewhere; pages compute it from the lines")
        .also("totalCost estimatedTotal"),
    money("rangeLo", client),
    money("rangeHi", client),
    money("baselineTotal", advisor),
    money("depositDue", client),
    money("depositPaid", client),
    money("balanceDue", client),
    label("finalPaymentDate", client),
    items("payments", client, kPayment),
    labels("exclusions", client),
    money("cruise", advisor),
    money("flights", advisor),
    money("hotels", advisor),
    money("excursions", advisor),
    money("gratuities", advisor),
    money("insurance", advisor),
    text("notes", client),
};

constexpr Field kShareFields[] = {
    label("label", client).also("name household"),
    money("amount", client).also("total"),
    money("perPerson", client),
    text("notes", client),
};
constexpr Shape kShare = {.name = "share", .fields = kShareFields, .bare = "label"};

constexpr Field kCostSplitFields[] = {
    choice("basis", client, "household person"),
    list("rows", client, kShare),
};

constexpr Field kInclusionsFields[] = {
    labels("included", client).also("allGuests"),
    labels("notIncluded", client).also("excluded"),
};

constexpr Field kBookingFields[] = {
    label("type", client),
    label("supplier", client).also("vendor"),
    label("confirmation", client).opens_booking(),
    choice("status", client, "quoted held pending confirmed cancelled"),
    money("amount", advisor),
    currency("currency", advisor),
    money("deposit", advisor),
    money("balance", advisor),
    label("balanceDue", client),
    date("holdExpires", client),
    date("cancellationDeadline", client),
    date("bookedDate", advisor),
    labels("travelers", advisor),
    label("cabin", client).opens_booking(),
    text("details", client),
    text("notes", advisor),
};

constexpr Field kPlanFields[] = {
    label("provider", client),   label("planName", client).also("name"),
    money("price", client),      money("pricePerPerson", client),
    labels("coverage", client),  url("url", client),
    flag("recommended", client),
};
constexpr Shape kPlan = {
    .name = "insurance plan", .fields = kPlanFields, .bare = "planName", .id_prefix = "ip"};

constexpr Field kInsuranceFields[] = {
    label("provider", client),
    text("note", client),
    items("options", client, kPlan).also("plans"),
};

}  // namespace

const Shape kDecision = {
    .name = "decision", .fields = kDecisionFields, .bare = "title", .id_prefix = "c"};
const Shape kClientPicks = {.name = "client picks", .fields = kClientPicksFields};
const Shape kTiers = {.name = "tiers", .fields = kTiersFields};
const Shape kBudget = {.name = "budget", .fields = kBudgetFields};
const Shape kCostSplit = {.name = "cost split", .fields = kCostSplitFields};
const Shape kInclusions = {.name = "inclusions", .fields = kInclusionsFields};
const Shape kBooking = {
    .name = "booking", .fields = kBookingFields, .bare = "details", .id_prefix = "b"};
const Shape kInsurance = {.name = "insurance", .fields = kInsuranceFields, .bare = "note"};

}  // namespace vg::trip
