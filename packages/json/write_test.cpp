#include "json/write.hpp"

#include "json/decimal.hpp"
#include "json/parse.hpp"

#include <gtest/gtest.h>

namespace vg::json {
namespace {

TEST(Write, SortsForFingerprints) {
  Arena arena;
  EXPECT_EQ(write_sorted(*parse(arena, R"({"b":{"y":1,"x":[]},"a":[{"d":1,"c":2}]})")),
            R"({"a":[{"c":2,"d":1}],"b":{"x":[],"y":1}})");
}

TEST(Write, IndentsForPeople) {
  Arena arena;
  EXPECT_EQ(write_pretty(*parse(arena, R"({"a":[1,{"b":2}],"c":{}})")),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {}\n}\n");
}

TEST(Value, ComparesObjectsWithoutOrder) {
  Arena arena;
  EXPECT_EQ(*parse(arena, R"({"a":1,"b":[2.5]})"), *parse(arena, R"({"b":[2.50],"a":1.0})"));
  EXPECT_FALSE(*parse(arena, R"({"a":1})") == *parse(arena, R"({"a":2})"));
  EXPECT_FALSE(*parse(arena, "[1]") == *parse(arena, "[1,1]"));
}

TEST(Value, OutlivesItsTextWhenCopied) {
  Arena arena;
  Value value;
  {
    const std::string text = R"({"key":["text",1.25,{"deep":"é"}]})";
    Arena other;
    value = copy(arena, *parse(other, text));
  }
  EXPECT_EQ(write(value), R"({"key":["text",1.25,{"deep":"é"}]})");
}

TEST(Value, GivesDoublesForRanking) {
  Arena arena;
  struct Case {
    const char* text;
    double value;
  };
  for (const Case& c :
       {Case{"4.6", 4.6}, {"-0.125", -0.125}, {"12", 12}, {"1e-7", 1e-7}, {"38.7115", 38.7115}})
    EXPECT_DOUBLE_EQ(to_double(*parse(arena, c.text)), c.value);
}

}  // namespace
}  // namespace vg::json
