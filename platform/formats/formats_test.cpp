#include "platform/formats/toml.hpp"
#include "platform/formats/yaml.hpp"

#include <gtest/gtest.h>

namespace vg::formats {
namespace {

TEST(Yaml, IsReadWithItsLines) {
  const auto node = read_yaml(
      "# top\nservices:\n  - type: web\n    name: \"chat\"\n    plan: ~\n    on: true\n"
      "text: |\n  two\n  lines\nempty:\n");
  ASSERT_TRUE(node) << node.error().message;
  const auto& service = node->get("services").items.at(0);
  EXPECT_EQ(service.line, 3);
  EXPECT_EQ(service.get_text("name"), "chat");
  EXPECT_TRUE(service.get("name").quoted);
  EXPECT_EQ(service.members[1].line, 4);
  EXPECT_TRUE(service.get("plan").is_null());
  EXPECT_EQ(service.get_text("on"), "true");
  EXPECT_EQ(node->get_text("text"), "two\nlines\n");
  EXPECT_TRUE(node->get("empty").is_null());
  EXPECT_TRUE(read_yaml("")->is_null());
  EXPECT_EQ(read_yaml("a: 1\n---\nb: 2\n")->get_text("a"), "1");
}

TEST(Yaml, CopiesAliasesAndAppliesMergeKeys) {
  const auto node = read_yaml("base: &b {x: 1, y: 2}\none:\n  <<: *b\n  y: 3\ntwo: *b\n");
  ASSERT_TRUE(node) << node.error().message;
  EXPECT_EQ(node->get("one").get_text("x"), "1");
  EXPECT_EQ(node->get("one").get_text("y"), "3");
  EXPECT_EQ(node->get("two").get_text("y"), "2");
}

TEST(Yaml, SaysTheLineOfAFault) {
  for (const auto& [text, line] : {std::pair<std::string, int>{"a: 1\nb: [1, 2\nc: 3\n", 3},
                                   {"a: 1\n\tb: 2\n", 2},
                                   {"a: *none\n", 1},
                                   {"a: 1\na: 2\n", 2},
                                   {"a: \"open\n", 2}}) {
    const auto node = read_yaml(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(outline::line_of(node.error()), line) << text << node.error().message;
  }
  EXPECT_FALSE(read_yaml("a: \xff\xfe\n"));
}

TEST(Yaml, IsNotFilledByWhatIsNestedOrRepeated) {
  EXPECT_EQ(read_yaml(std::string(5'000, '[')).error().code, ErrorCode::too_large);
  std::string laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) laughs.append(",").append(before);
    laughs += "]\n";
  }
  EXPECT_EQ(read_yaml(laughs).error().code, ErrorCode::too_large);
}

TEST(Toml, IsReadWithItsLines) {
  const auto node = read_toml(
      "name = \"w\"\n# no\n[[d1_databases]]\nbinding = \"DB\"\n[vars]\nN = 3\nT = true\nF = 1.5\n"
      "[env.production]\nname = \"w-p\"\n");
  ASSERT_TRUE(node) << node.error().message;
  EXPECT_EQ(node->get_text("name"), "w");
  EXPECT_EQ(node->get("d1_databases").items.at(0).get_text("binding"), "DB");
  EXPECT_EQ(node->get("d1_databases").items.at(0).members[0].line, 4);
  EXPECT_EQ(node->get("vars").get_text("N"), "3");
  EXPECT_EQ(node->get("vars").get_text("F"), "1.5");
  EXPECT_EQ(node->get("env").get("production").get_text("name"), "w-p");
}

TEST(Toml, SaysTheLineOfAFault) {
  const auto node = read_toml("a = 1\nb = \n");
  ASSERT_FALSE(node);
  EXPECT_EQ(outline::line_of(node.error()), 2);
  EXPECT_FALSE(read_toml("a = " + std::string(5'000, '[')));
}

}  // namespace
}  // namespace vg::formats
