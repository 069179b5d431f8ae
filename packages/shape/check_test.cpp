#include "shape/check.hpp"

#include "json/parse.hpp"

#include <gtest/gtest.h>

namespace vg::shape {
namespace {

constexpr Field kRowFields[] = {choice("op", advisor, "set add").must(), raw("value")};
constexpr Shape kRow = {.name = "row", .fields = kRowFields};
constexpr Field kArgsFields[] = {
    label("trip_id", advisor, "Trip id").up_to(10).must(),
    integer("version", advisor).from(1),
    flag("detailed", advisor),
    date("from", advisor),
    labels("sections", advisor).up_to(2),
    list("operations", advisor, kRow).from(1).up_to(3),
    record("document", advisor),
    url("link", advisor),
};
constexpr Shape kArgs = {.name = "the_tool", .fields = kArgsFields};

std::string issues_of(std::string_view text) {
  json::Arena arena;
  const auto status = check_arguments(*json::parse(arena, text), kArgs);
  return status ? "" : describe(status.error());
}

TEST(Arguments, AreTakenWhenTheyFit) {
  for (const char* good :
       {R"({"trip_id":"t"})",
        R"({"trip_id":"t","version":1,"detailed":false,"from":"2027-03-11","sections":["a","b"]})",
        R"({"trip_id":"t","operations":[{"op":"set","value":{"any":[1]}}],"document":{}})"})
    EXPECT_EQ(issues_of(good), "") << good;
}

TEST(Arguments, AreRefusedWithThePathAndWhatIsAllowed) {
  struct Case {
    const char* in;
    const char* part;
  };
  for (const Case& c :
       {Case{"{}", "/trip_id: missing: Trip id"},
        {R"({"trip_id":""})", "/trip_id: may not be empty"},
        {R"({"trip_id":"12345678901"})", "longer than 10"},
        {R"({"trip_id":1})", "/trip_id: text is expected"},
        {R"({"trip_id":"t","x":1})", "/x: unknown; allowed: trip_id, version"},
        {R"({"trip_id":"t","version":0})", "from 1 to"},
        {R"({"trip_id":"t","version":"1"})", "/version: a whole number"},
        {R"({"trip_id":"t","version":1.5})", "/version: a whole number"},
        {R"({"trip_id":"t","detailed":1})", "true or false"},
        {R"({"trip_id":"t","from":"tomorrow"})", "/from: a date that exists"},
        {R"({"trip_id":"t","sections":["a","b","c"]})", "at most 2"},
        {R"({"trip_id":"t","sections":[1]})", "/sections/0: text"},
        {R"({"trip_id":"t","operations":[]})", "at least 1 entry"},
        {R"({"trip_id":"t","operations":[{}]})", "/operations/0/op: missing"},
        {R"({"trip_id":"t","operations":[{"op":"drop"}]})", "one of set, add is expected"},
        {R"({"trip_id":"t","document":[]})", "/document: an object"},
        {R"({"trip_id":"t","link":"javascript:x"})", "/link: an http"},
        {"[]", "an object is expected"}})
    EXPECT_NE(issues_of(c.in).find(c.part), std::string::npos) << c.in << "\n" << issues_of(c.in);
}

}  // namespace
}  // namespace vg::shape
