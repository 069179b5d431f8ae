#include "outline/json.hpp"

#include <gtest/gtest.h>

namespace vg::outline {
namespace {

TEST(OutlineJson, ReadsCommentsAndTrailingCommas) {
  const auto node = read_json(
      "// top\n{\n  \"name\": \"a//b\", /* two\n lines */ \"list\": [1, 2.5, true, null,],\n"
      "  \"deep\": {\"x\": \"y\",},\n}\n");
  ASSERT_TRUE(node) << node.error().message;
  EXPECT_EQ(node->get_text("name"), "a//b");
  ASSERT_EQ(node->get("list").items.size(), 4U);
  EXPECT_EQ(node->get("list").items[1].text, "2.5");
  EXPECT_TRUE(node->get("list").items[3].is_null());
  EXPECT_EQ(node->get("deep").get_text("x"), "y");
  EXPECT_EQ(node->find("absent"), nullptr);
  EXPECT_TRUE(node->get("absent").is_null());
}

TEST(OutlineJson, SaysTheLineOfEachMember) {
  const auto node = read_json("{\n \"a\": 1,\n // no\n \"b\": [\n  \"x\",\n  \"y\"\n ]\n}");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->members[0].line, 2);
  EXPECT_EQ(node->members[1].line, 4);
  EXPECT_EQ(node->members[1].value.items[1].line, 6);
}

TEST(OutlineJson, SaysTheLineOfAFault) {
  for (const auto& [text, line] : {std::pair{"{\n\"a\": 1,\n\"b\": }", 3},
                                   {"{\"a\": \"x", 1},
                                   {"[1,,2]", 1},
                                   {"", 1},
                                   {"/* open", 1},
                                   {"{\"a\":1,\n\"a\":2}", 2}}) {
    const auto node = read_json(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(line_of(node.error()), line) << text << ": " << node.error().message;
  }
  EXPECT_FALSE(read_json(std::string(100'000, '[')));
  EXPECT_EQ(line_of({ErrorCode::invalid, "no line here", {}}), 0);
}

}  // namespace
}  // namespace vg::outline
