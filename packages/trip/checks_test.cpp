#include "json/parse.hpp"
#include "json/write.hpp"
#include "trip/budget.hpp"
#include "trip/document.hpp"
#include "trip/facts.hpp"
#include "trip/offers.hpp"
#include "trip/private_text.hpp"
#include "trip/readiness.hpp"

#include <gtest/gtest.h>

namespace vg::trip {
namespace {

// Codes of the findings on a document, on 2027-01-20.
std::string findings(std::string_view text) {
  json::Arena arena;
  const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
  VG_ASSERT(reading.has_value());
  std::string out;
  for (const Finding& finding : check_readiness(reading->stored, *parse_date("2027-01-20")))
    out += std::string(finding.code) + " ";
  return out;
}

TEST(Readiness, FindsContradictionsAndGaps) {
  struct Case {
    const char* document;
    const char* code;
  };
  constexpr const char* kBase =
      R"("meta":{"title":"T","destination":"D","currency":"EUR"},"travelers":{"count":2},"dates":{"start":"2027-03-11","end":"2027-03-14"})";
  for (
      const Case& c : {
          Case{R"("itinerary":[{"date":"2027-03-11"},{"date":"2027-03-11"}])", "day_twice"},
          {R"("itinerary":[{"date":"2027-03-20"}])", "day_outside_dates"},
          {R"("itinerary":[{"date":"2027-03-11"},{"date":"2027-03-14"}])", "day_gap"},
          {R"("itinerary":[{"title":"x"}])", "day_undated"},
          {R"("unscheduled":["x"])", "unscheduled"},
          {R"("lodging":[{"name":"A","checkIn":"2027-03-12","checkOut":"2027-03-11"}])",
           "stay_reversed"},
          {R"("lodging":[{"name":"A","checkIn":"2027-03-11","checkOut":"2027-03-13","nights":3}])",
           "nights_differ"},
          {R"("lodging":[{"name":"A","status":"selected","checkIn":"2027-03-11","checkOut":"2027-03-13"},{"name":"B","status":"confirmed","checkIn":"2027-03-12","checkOut":"2027-03-14"}])",
           "stay_overlap"},
          {R"("lodging":[{"name":"A","checkIn":"2027-03-11","checkOut":"2027-03-12"}])",
           "nights_open"},
          {R"("lodging":[{"name":"A"}])", "stay_undated"},
          {R"("budget":{"total":10,"lineItems":[{"label":"x","amount":9}]})", "total_differs"},
          {R"("budget":{"lineItems":[{"label":"x","amount":9},{"label":"y","amount":"1 CHF"}]})",
           "rates_missing"},
          {R"("budget":{"lineItems":[{"label":"x","amount":9}],"payments":[{"label":"p","amount":8}]})",
           "payments_differ"},
          {R"("budget":{"payments":[{"label":"p","amount":8,"dueDate":"2027-01-19","status":"due"}]})",
           "payment_overdue"},
          {R"("terms":{"validUntil":"2027-01-19"})", "expired"},
          {R"("bookings":[{"type":"flight","status":"held","holdExpires":"2027-01-22"}])",
           "expiring"},
          {R"("actionItems":[{"text":"x","due":"2027-01-01"}])", "task_overdue"},
          {R"("decisions":[{"title":"x","options":[]}])", "decision_empty"},
          {R"("decisions":[{"title":"x","selectedOptionId":"z","options":[{"id":"a","label":"A"}]}])",
           "choice_missing"},
          {R"("lodging":[{"name":"A","decisionRef":"gone"}])", "decision_missing"},
          {R"("practicalInfo":{"mail":"write to ann@example.com"})", "looks_private"},
          {R"("terms":{"disclaimer":"Includes our commission"})", "looks_private"},
      })
    EXPECT_NE(findings("{" + std::string(kBase) + "," + c.document + "}").find(c.code),
              std::string::npos)
        << c.document << ": " << findings("{" + std::string(kBase) + "," + c.document + "}");
  EXPECT_EQ(findings("{" + std::string(kBase) + "}"), "");
  EXPECT_NE(
      findings(R"({"dates":{"start":"2027-03-14","end":"2027-03-11"}})").find("dates_reversed"),
      std::string::npos);
  EXPECT_NE(findings("{}").find("title_missing"), std::string::npos);
}

TEST(Readiness, PutsBlockersFirst) {
  json::Arena arena;
  const auto reading =
      read_document(arena, *json::parse(arena, R"({"lodging":[{"name":"A"}]})"), OnInvalid::refuse);
  const auto found = check_readiness(reading->stored, *parse_date("2027-01-20"));
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(found[0].severity, Severity::blocker);
}

TEST(Budget, AddsUpLinesQuantitiesAndCurrencies) {
  struct Case {
    const char* budget;
    const char* words;
  };
  for (
      const Case& c : {
          Case{R"({"lineItems":[{"label":"a","amount":392},{"label":"b","amount":642.5}]})",
               "€1,034.50"},
          {R"({"lineItems":[{"label":"a","amount":10,"qty":3},{"label":"b","amount":5,"perPerson":true}]})",
           "€40"},
          {R"({"lineItems":[{"label":"a","amount":100},{"label":"discount","amount":-25}]})",
           "€75"},
          {R"({"fx":{"GBP":1.25},"lineItems":[{"label":"a","amount":"100 GBP"}]})", "€125"},
          {R"({"fx":{"JPY":0.006},"lineItems":[{"label":"a","amount":"10000 JPY"}]})", "€60"},
          {R"({"lineItems":[{"label":"a","amount":100},{"label":"b","amount":"5 CHF"}]})",
           "€100 + CHF\u00A05"},
          {R"({"lineItems":[{"label":"a","amountLo":100,"amountHi":150},{"label":"b","amount":10}]})",
           "€110–€160"},
          {R"({"lineItems":[]})", ""},
      }) {
    json::Arena arena;
    const std::string text =
        std::string(R"({"meta":{"currency":"EUR"},"travelers":{"count":2},"budget":)") + c.budget +
        "}";
    const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
    ASSERT_TRUE(reading) << describe(reading.error());
    EXPECT_EQ(words_of(totals_of(reading->stored)), c.words) << c.budget;
  }
}

TEST(Facts, StayWithinTheSizeThatIsAskedFor) {
  std::string text = R"({"meta":{"title":"Long"},"itinerary":[)";
  for (int i = 0; i < 400; ++i)
    text +=
        std::string(i ? "," : "") + R"({"title":"A day with a rather long title that goes on"})";
  text += "]}";
  json::Arena arena;
  const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
  const std::string out = outline(reading->stored, facts_of(reading->stored), 1000);
  EXPECT_LE(out.size(), 1000U);
  EXPECT_NE(out.find("more lines"), std::string::npos);
}

TEST(Facts, NameOneNextStep) {
  const auto next = [](const char* text) {
    json::Arena arena;
    const auto reading = read_document(arena, *json::parse(arena, text), OnInvalid::refuse);
    return std::string(next_step(reading->stored, facts_of(reading->stored)).tool);
  };
  EXPECT_EQ(next("{}"), "edit_trip");
  EXPECT_EQ(
      next(
          R"({"meta":{"title":"T","destination":"D"},"dates":{"start":"2027-03-11"},"itinerary":[{}]})"),
      "add_options");
  EXPECT_EQ(
      next(
          R"({"meta":{"title":"T","destination":"D","phase":"proposal"},"dates":{"start":"2027-03-11"},"itinerary":[{}],"lodging":["H"]})"),
      "render_trip");
}

// Offers by name and price, all in one city.
json::Value offers(json::Arena& arena, std::string_view list) {
  const auto reading = read_offers(
      arena, *json::parse(arena, list),
      {.currency = Currency::from_code("EUR"), .site = "site", .captured_at = "2027-01-20"});
  VG_ASSERT(reading.has_value());
  return reading->offers;
}

std::string picks(std::string_view list, const Wish& wish = {}) {
  json::Arena arena;
  std::string out;
  for (const Pick& pick : rank_offers(offers(arena, list), wish, Instant{1'800'000'000'000}).picks)
    out += std::string(name_of(pick.tier)) + ":" + std::string(pick.offer.get_text("name")) + " ";
  return out;
}

TEST(Offers, ArePickedByPriceTierAndScore) {
  EXPECT_EQ(picks(R"([{"name":"A","price":100}])"), "medium:A ");
  EXPECT_EQ(picks(R"([{"name":"A","price":100},{"name":"B","price":200}])"), "low:A high:B ");
  EXPECT_EQ(
      picks(R"([{"name":"A","price":100},{"name":"B","price":200},{"name":"C","price":300}])"),
      "low:A medium:B high:C ");
  EXPECT_EQ(
      picks(
          R"([{"name":"A","price":100},{"name":"B","price":200,"rating":4},{"name":"B2","price":210,"rating":9.2},{"name":"C","price":300}])"),
      "low:A medium:B2 high:C ");
}

TEST(Offers, LetCommissionTipTheScaleAndNoMore) {
  const char* tie =
      R"([{"name":"A","price":1},{"name":"B","price":200,"commission":10},{"name":"B2","price":210,"commission":60},{"name":"C","price":300}])";
  EXPECT_EQ(picks(tie), "low:A medium:B2 high:C ");
  const char* better =
      R"([{"name":"A","price":1},{"name":"B","price":200,"rating":9},{"name":"B2","price":210,"rating":6,"commission":5000},{"name":"C","price":300}])";
  EXPECT_EQ(picks(better), "low:A medium:B high:C ");
}

TEST(Offers, AreFilteredAndOfOneHouseTheCheapestCounts) {
  Wish refundable;
  refundable.refundable_only = true;
  EXPECT_EQ(
      picks(R"([{"name":"A","price":100},{"name":"B","price":200,"refundable":true}])", refundable),
      "medium:B ");
  Wish cheap;
  cheap.max_price = Money{15000, *Currency::from_code("EUR")};
  EXPECT_EQ(picks(R"([{"name":"A","price":100},{"name":"B","price":200}])", cheap), "medium:A ");
  Wish city;
  city.city = "porto";
  EXPECT_EQ(
      picks(R"([{"name":"A","city":"Pôrto","price":1},{"name":"B","city":"Lisbon","price":2}])",
            city),
      "medium:A ");
  EXPECT_EQ(picks(R"([{"name":"A","price":100,"site":"x"},{"name":"a","price":90,"site":"y"}])"),
            "medium:a ");
}

TEST(Offers, KeepTheirIdWhenCapturedAgain) {
  json::Arena arena;
  const json::Value first = offers(arena, R"([{"name":"A","price":100,"giata_id":7}])");
  const json::Value again = offers(arena, R"([{"name":"A","price":120,"giata_id":7}])");
  EXPECT_EQ(first.members()[0].key, again.members()[0].key);
  EXPECT_NE(first.members()[0].key,
            offers(arena, R"([{"name":"A","price":100,"giata_id":8}])").members()[0].key);
}

TEST(Offers, AreReadInTheFormsOfBookingSites) {
  json::Arena arena;
  const json::Value all = offers(
      arena,
      R"([{"name":"A","city":"X","lead_price":{"amount":200,"currency":"USD"},"commission":{"amount":24,"pct":12},"img":"a.jpg",
      "rates":[{"label":"BAR","total":180}]},{"name":"B","rates":[{"total":300},{"total":250}],"commission_pct":10}])");
  const json::Value a = all.members()[0].value;
  EXPECT_EQ(json::write(a.get("price")), R"({"minor":20000,"currency":"USD"})");
  EXPECT_EQ(commission_of(a)->minor, 2400);
  const json::Value b = all.members()[1].value;
  EXPECT_EQ(json::write(b.get("price")), R"({"minor":25000,"currency":"EUR"})");
  EXPECT_EQ(commission_of(b)->minor, 2500);
}

TEST(Offers, TakeACommissionInPercent) {
  json::Arena arena;
  const json::Value offer =
      offers(arena, R"([{"name":"A","price":"200 EUR","commission":" 12.5 % "}])")
          .members()[0]
          .value;
  EXPECT_EQ(commission_of(offer)->minor, 2500);
  EXPECT_EQ(offer.find("_unread"), nullptr);
}

TEST(Offers, WithoutANameRefuseAll) {
  json::Arena arena;
  const auto reading = read_offers(arena, *json::parse(arena, R"([{"name":"A"},{"price":3}])"), {});
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().issues[0].path, "/options/1");
}

TEST(PrivateText, IsFoundInWhatAClientWouldRead) {
  json::Arena arena;
  const auto found = find_private_text(*json::parse(
      arena,
      R"({"a":"mail ann@example.com","b":["net rate 5"],"c":"https://x.example/@user","d":"at @ noon"})"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].path, "a");
  EXPECT_EQ(found[1].path, "b/0");
}

}  // namespace
}  // namespace vg::trip
