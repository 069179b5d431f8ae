#include "shape/reader.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "shape/show.hpp"

#include <gtest/gtest.h>

namespace vg::shape {
namespace {

constexpr Field kPartFields[] = {label("name", client), money("price", client).or_text("priceNote"),
                                 label("priceNote", client)};
constexpr Shape kPart = {.name = "part", .fields = kPartFields, .bare = "name", .id_prefix = "p"};
constexpr Field kInnerFields[] = {label("port", client), integer("nights", advisor).up_to(30)};
constexpr Shape kInner = {.name = "inner", .fields = kInnerFields, .bare = "port"};
constexpr Field kThingFields[] = {
    label("title", client).also("name").up_to(20),
    date("checkIn", client),
    choice("phase", client, "planning deposit_paid"),
    flag("open", client),
    decimal("stars", client).up_to(7),
    currency("currency", client),
    money("total", client),
    money("discount", client).from(-1),
    url("link", client),
    labels("tags", advisor),
    object("inner", client, kInner),
    list("rows", client, kInner),
    items("parts", client, kPart),
    record("facts", client),
    ref("partRef", advisor),
    label("locator", client).opens_booking(),
    label("hidden", secret),
};
constexpr Shape kThing = {.name = "thing", .fields = kThingFields};

struct Outcome {
  std::string stored, notes, issues;
};

Outcome read(std::string_view text, ReaderOptions options = {}) {
  json::Arena arena;
  Reader reader(arena, options);
  Outcome out;
  out.stored = json::write(reader.read_object(*json::parse(arena, text), kThing, ""));
  for (const Note& note : reader.report().notes)
    out.notes += std::string(name_of(note.kind)) + note.path + " ";
  for (const Issue& issue : reader.report().issues)
    out.issues += issue.path + ": " + issue.message + "\n";
  return out;
}

struct Case {
  const char* in;
  const char* stored;
  const char* notes;
};
void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Outcome out = read(c.in);
    EXPECT_EQ(out.stored, c.stored) << c.in;
    EXPECT_EQ(out.notes, c.notes) << c.in;
    EXPECT_EQ(out.issues, "") << c.in;
  }
}

TEST(Reader, TakesScalarsInTheirCanonicalForm) {
  check({{R"({"title":" a\nb "})", R"({"title":"a b"})", ""},
         {R"({"title":7})", R"({"title":"7"})", "converted/title "},
         {R"({"title":null,"phase":""})", "{}", ""},
         {R"({"checkIn":"2027-03-11T10:00"})", R"({"checkIn":"2027-03-11"})", "converted/checkIn "},
         {R"({"phase":"Deposit Paid"})", R"({"phase":"deposit_paid"})", "converted/phase "},
         {R"({"open":"yes"})", R"({"open":true})", "converted/open "},
         {R"({"stars":"4.50"})", R"({"stars":4.5})", "converted/stars "},
         {R"({"tags":"one"})", R"({"tags":["one"]})", "converted/tags "},
         {R"({"partRef":"P One"})", R"({"partRef":"p-one"})", "converted/partRef "},
         {"{\"title\":\"a\\u0000\\u202eb\"}", R"({"title":"ab"})", "cleaned/title "}});
}

TEST(Reader, FindsFieldsInOtherSpellings) {
  check({{R"({"name":"x"})", R"({"title":"x"})", "renamed/name "},
         {R"({"check_in":"2027-03-11"})", R"({"checkIn":"2027-03-11"})", "renamed/check_in "},
         {R"({"title":"x","name":"y"})", R"({"title":"x","name":"y"})", "unknown/name "}});
}

TEST(Reader, KeepsUnknownFieldsAndMovesPrivateOnes) {
  check({{R"({"zebra":{"a":[1]},"title":"x"})", R"({"title":"x","zebra":{"a":[1]}})",
          "unknown/zebra "},
         {R"({"commission_pct":12,"_private":{"netRate":3}})",
          R"({"_private":{"commission_pct":12,"netRate":3}})", "moved/commission_pct "},
         {R"({"facts":{"plug":"C","email":"a@b"}})",
          R"({"facts":{"plug":"C","_private":{"email":"a@b"}}})", ""}});
}

TEST(Reader, ReadsMoneyInTheNearestCurrency) {
  check({{R"({"currency":"EUR","total":642})",
          R"({"currency":"EUR","total":{"minor":64200,"currency":"EUR"}})", ""},
         {R"({"total":"12.50 USD"})", R"({"total":{"minor":1250,"currency":"USD"}})",
          "converted/total "},
         {R"({"total":{"amount":5,"currency":"JPY","basis":"quoted","asOf":"2027-01-01"}})",
          R"({"total":{"minor":5,"currency":"JPY","basis":"quoted","asOf":"2027-01-01"}})", ""},
         {R"({"total":{"minor":5,"currency":"JPY"}})", R"({"total":{"minor":5,"currency":"JPY"}})",
          ""},
         {R"({"currency":"EUR","discount":-5})",
          R"({"currency":"EUR","discount":{"minor":-500,"currency":"EUR"}})", ""},
         {R"({"currency":"EUR","parts":[{"price":"from 45"}]})",
          R"({"currency":"EUR","parts":{"p-1":{"seq":1000,"priceNote":"from 45"}}})",
          "converted/parts/0/price "}});
}

TEST(Reader, ReadsCollectionsFromListsMapsAndSingleObjects) {
  check(
      {{R"({"parts":[{"name":"a"},"b",{"id":"My Id","name":"c"},{"id":7}]})",
        R"({"parts":{"p-1":{"seq":1000,"name":"a"},"p-2":{"seq":2000,"name":"b"},"my-id":{"seq":3000,"name":"c"},"p-7":{"seq":4000}}})",
        "converted/parts/1 converted/parts/2 "},
       {R"({"parts":{"value":{"name":"a"},"luxury":{"name":"b"}}})",
        R"({"parts":{"value":{"seq":1000,"name":"a"},"luxury":{"seq":2000,"name":"b"}}})",
        "converted/parts "},
       {R"({"parts":{"name":"only"}})", R"({"parts":{"p-1":{"seq":1000,"name":"only"}}})",
        "converted/parts "},
       {R"({"parts":[{"id":"x"},{"id":"x"}]})",
        R"({"parts":{"x":{"seq":1000},"x-2":{"seq":2000}}})", ""},
       {R"({"rows":{"port":"p"},"inner":"q"})", R"({"inner":{"port":"q"},"rows":[{"port":"p"}]})",
        "converted/rows converted/inner "}});
}

TEST(Reader, NamesEveryValueThatDoesNotFit) {
  const Outcome out = read(
      R"({"title":"much longer than twenty characters","checkIn":"2027-02-30","phase":"later","open":3,"stars":9,"total":1,
          "currency":"EURO","discount":"x","link":"javascript:x","inner":{"nights":1.5},"parts":[3],"facts":[1],"tags":[{}]})");
  for (const char* expected :
       {"/title: longer than 20 characters", "/checkIn: a date that exists",
        "/phase: one of planning, deposit_paid is expected, not 'later'",
        "/open: true or false is expected", "/stars: a number from 0 to 7",
        "/total: '1' has no currency", "/currency: an ISO 4217", "/discount: 'x'", "/link: an http",
        "/inner/nights: a whole number", "/parts: entry 0: an object", "/facts: an object",
        "/tags: entry 0: text is expected"})
    EXPECT_NE(out.issues.find(expected), std::string::npos) << expected << "\n" << out.issues;
  EXPECT_NE(read(R"({"currency":"EUR","total":-1})").issues.find("negative"), std::string::npos);
}

TEST(Reader, KeepsUnreadableValuesAsideOnRequest) {
  const Outcome out = read(R"({"checkIn":"soon","title":"x"})", {.keep_unreadable = true});
  EXPECT_EQ(out.stored, R"({"title":"x","_unread":{"checkIn":"soon"}})");
  EXPECT_EQ(out.notes, "unread/checkIn ");
}

TEST(Reader, ReadsItsOwnOutputUnchanged) {
  const char* text =
      R"({"name":"t","parts":[{"name":"a","price":"3 EUR"},"b"],"zebra":1,"sourceText":"s","facts":{"a":{"b":["c"]}},"checkIn":"bad"})";
  json::Arena arena;
  Reader first(arena, {.keep_unreadable = true});
  const json::Value once = first.read_object(*json::parse(arena, text), kThing, "");
  const json::Value shown = show(arena, once, kThing, Audience::owner);
  Reader second(arena, {.keep_unreadable = true});
  EXPECT_EQ(json::write(second.read_object(shown, kThing, "")), json::write(once));
  ASSERT_EQ(second.report().notes.size(), 1U);
  EXPECT_EQ(second.report().notes[0].path, "/zebra");
}

TEST(Show, GivesEachAudienceItsFields) {
  json::Arena arena;
  const json::Value stored = *json::parse(
      arena,
      R"({"title":"t","tags":["x"],"locator":"L","hidden":"h","zebra":1,"_private":{"a":1},"_unread":{"b":2},
                 "parts":{"b":{"seq":2,"name":"second"},"a":{"seq":1,"name":"first","_private":{"netRate":1}}},
                 "facts":{"plug":"C","commission":5,"_private":{"x":1}}})");
  EXPECT_EQ(json::write(show(arena, stored, kThing, Audience::client)),
            R"({"title":"t","parts":[{"name":"first"},{"name":"second"}],"facts":{"plug":"C"}})");
  EXPECT_EQ(
      json::write(show(arena, stored, kThing, Audience::advisor)),
      R"({"title":"t","tags":["x"],"parts":[{"id":"a","name":"first"},{"id":"b","name":"second"}],)"
      R"("facts":{"plug":"C","commission":5},"locator":"L","zebra":1,"_unread":{"b":2}})");
  const std::string all = json::write(show(arena, stored, kThing, Audience::owner));
  for (const char* part : {"\"hidden\":\"h\"", "\"_private\":{\"a\":1}", "netRate"})
    EXPECT_NE(all.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace vg::shape
