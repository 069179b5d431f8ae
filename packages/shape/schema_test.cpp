#include "shape/schema.hpp"

#include "json/write.hpp"

#include <gtest/gtest.h>

namespace vg::shape {
namespace {

constexpr Field kRowFields[] = {choice("op", advisor, "set add").must(), raw("value", "Anything")};
constexpr Shape kRow = {.name = "row", .fields = kRowFields, .bare = {}, .id_prefix = "r"};
constexpr Field kArgsFields[] = {label("id", advisor, "Which").up_to(9).must(),
                                 integer("n", advisor).from(1).up_to(5), date("day", advisor),
                                 list("rows", advisor, kRow).from(1).up_to(3)};
constexpr Shape kArgs = {.name = "args", .fields = kArgsFields};
constexpr Field kDocFields[] = {items("rows", client, kRow), money("price", client),
                                label("secretly", secret)};
constexpr Shape kDoc = {.name = "doc", .fields = kDocFields};

TEST(Schema, OfArgumentsIsClosedAndInline) {
  json::Arena arena;
  EXPECT_EQ(
      json::write(arguments_schema(arena, kArgs, Detail::exact)),
      R"({"type":"object","properties":{"id":{"type":"string","minLength":1,"maxLength":9,"description":"Which"},)"
      R"("n":{"type":"integer","minimum":1,"maximum":5},"day":{"type":"string","format":"date","pattern":"^[1-9]"},)"
      R"("rows":{"type":"array","items":{"type":"object","properties":{"op":{"type":"string","enum":["set","add"]},)"
      R"("value":{"description":"Anything"}},"required":["op"],"additionalProperties":false},"minItems":1,"maxItems":3}},)"
      R"("required":["id"],"additionalProperties":false})");
}

TEST(Schema, IsShortForAModelAndOpenForAnswers) {
  json::Arena arena;
  EXPECT_EQ(
      json::write(arguments_schema(arena, kArgs, Detail::brief)),
      R"({"type":"object","properties":{"id":{"type":"string","description":"Which"},"n":{"type":"integer"},"day":{"type":"string","format":"date"},)"
      R"("rows":{"type":"array","items":{"type":"object","properties":{"op":{"type":"string","enum":["set","add"]},"value":{"description":"Anything"}},)"
      R"("required":["op"]}}},"required":["id"]})");
  EXPECT_EQ(
      json::write(answer_schema(arena, kRow, Detail::brief)),
      R"({"type":"object","properties":{"op":{"type":"string","enum":["set","add"]},"value":{"description":"Anything"}}})");
  EXPECT_EQ(
      json::write(answer_schema(arena, kRow, Detail::exact)),
      R"({"type":"object","properties":{"op":{"type":"string","enum":["set","add"]},"value":{"description":"Anything"}},"required":["op"]})");
}

TEST(Schema, OfADocumentIsOpenAndSaysWhoMaySee) {
  json::Arena arena;
  const std::string schema = json::write(document_schema(arena, kDoc, "doc.json", "Doc"));
  for (const char* part :
       {R"("$schema":"https://json-schema.org/draft/2020-12/schema","$id":"doc.json")",
        R"("items":{"$ref":"#/$defs/row"})",
        R"("$defs":{"row":{"type":"object","properties":{"id":{"type":"string"})",
        R"("x-visibility":"secret")", R"("required":["minor","currency"])"})
    EXPECT_NE(schema.find(part), std::string::npos) << part << "\n" << schema;
  EXPECT_EQ(schema.find("additionalProperties"), std::string::npos);
}

}  // namespace
}  // namespace vg::shape
