#include "json/parse.hpp"

#include "json/write.hpp"
#include "tests/support/files.hpp"

#include <gtest/gtest.h>

namespace vg::json {
namespace {

std::string round_trip(std::string_view text) {
  Arena arena;
  auto value = parse(arena, text);
  return value ? write(*value) : "ERROR " + value.error().message;
}

TEST(Parse, WritesOneSpellingOfEachValue) {
  struct Case {
    const char* in;
    const char* out;
  };
  for (const Case& c :
       {Case{" { \"b\" : 1 , \"a\" : [ true , false , null ] } ",
             R"({"b":1,"a":[true,false,null]})"},
        {R"("\u00e9\ud83d\ude00\/\n")", "\"é😀/\\n\""},
        {R"("\u0000\u001f")", R"("\u0000\u001f")"},
        {"[]", "[]"},
        {"{}", "{}"},
        {"-0", "0"},
        {"-0.0", "0"},
        {"1.50", "1.5"},
        {"1e3", "1000"},
        {"1E+2", "100"},
        {"0.1", "0.1"},
        {"1e-7", "1e-7"},
        {"123456789012345678901234", "1.23456789012345678901234e23"},
        {"12345678901234567890123456789012345", "1.2345678901234567890123456789012345e34"},
        {"9223372036854775807", "9223372036854775807"},
        {"9223372036854775808", "9223372036854775808"},
        {"-12.3400e1", "-123.4"},
        {"0.00001", "0.00001"},
        {"100e-2", "1"},
        {"1.0", "1"},
        {"-0.5", "-0.5"},
        {"0.05", "0.05"},
        {"10.05", "10.05"},
        {"123456789012345678", "123456789012345678"},
        {"\xEF\xBB\xBF{\"bom\":1}", R"({"bom":1})"}})
    EXPECT_EQ(round_trip(c.in), c.out) << c.in;
}

// Characters are looked at many at a time: what needs a look may stand at any place of a text.
TEST(Parse, FindsWhatNeedsALookAtEveryPlace) {
  for (std::size_t before = 0; before < 40; ++before)
    for (std::size_t behind : {0U, 1U, 20U})
      for (const char* look : {"\\n", "\\\"", "\\\\", "é", "\x7f", ""}) {
        const std::string text =
            "\"" + std::string(before, 'a') + look + std::string(behind, 'z') + "\"";
        EXPECT_EQ(round_trip(text), text);
        EXPECT_EQ(round_trip("[" + text + "]"), "[" + text + "]");
      }
  EXPECT_NE(round_trip("\"0123456789012345678901\x1f\"").find("column 24"), std::string::npos);
}

TEST(Parse, TakesMembersOfAnyNameApart) {
  for (std::size_t count = 1; count < 60; ++count) {
    std::string text = "{\"\":0";
    for (std::size_t i = 0; i < count; ++i) text += ",\"k" + std::to_string(i * i) + "\":1";
    EXPECT_EQ(round_trip(text + "}"), text + "}");
    EXPECT_NE(round_trip(text + ",\"k0\":2}").find("\"k0\" stands twice"), std::string::npos);
  }
}

TEST(Parse, SaysWhereAndWhatIsWrong) {
  struct Case {
    const char* in;
    const char* place;
    const char* what;
  };
  for (const Case& c : {Case{"{\"a\":1,}", "line 1, column 8", "comma"},
                        {"[1,]", "column 4", "comma"},
                        {"{\n  \"a\": tru\n}", "line 2, column 8", "value"},
                        {R"({"a":1,"a":2})", "column 8", "\"a\" stands twice"},
                        {R"("\ud800 x")", "column 2", "surrogate"},
                        {R"("\udc00")", "column 2", "surrogate"},
                        {"\"a\nb\"", "column 3", "control"},
                        {"\"abc", "column 1", "not closed"},
                        {"01", "column 1", "start with 0"},
                        {"1.", "column 3", "digit"},
                        {"1e", "column 3", "digit"},
                        {"-", "column 1", "value"},
                        {"1e999", "column 1", "too large"},
                        // Their canonical text would be longer than what is read.
                        {"1234567890123456789012345678901234567891", "column 1", "too long"},
                        {"123456789012345678901234567890123457e-40", "column 1", "too long"},
                        {"[1 2]", "column 4", "expected"},
                        {"{a:1}", "column 2", "key"},
                        {"", "column 1", "value"},
                        {"nul", "column 1", "value"},
                        {"1 2", "column 3", "follow"},
                        {"\"\xC3\"", "column 2", "UTF-8"},
                        {R"("\x")", "column 2", "escape"},
                        {R"("\u12g4")", "column 2", "hexadecimal"},
                        {"\"äö\" x", "column 6", "follow"}}) {
    Arena arena;
    auto value = parse(arena, c.in);
    ASSERT_FALSE(value) << c.in;
    EXPECT_EQ(value.error().code, ErrorCode::invalid);
    EXPECT_NE(value.error().message.find(c.place), std::string::npos)
        << c.in << ": " << value.error().message;
    EXPECT_NE(value.error().message.find(c.what), std::string::npos)
        << c.in << ": " << value.error().message;
  }
}

TEST(Parse, FindsDuplicatesAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  Arena arena;
  EXPECT_TRUE(parse(arena, text + "\"last\":0}"));
  EXPECT_FALSE(parse(arena, text + "\"k7\":0}"));
}

TEST(Parse, BoundsDepthAndSizeWithoutRecursingFurther) {
  Arena arena;
  auto deep = parse(arena, std::string(10'000, '['));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, ErrorCode::too_large);
  EXPECT_TRUE(parse(arena, std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(parse(arena, std::string(65, '[') + std::string(65, ']')));
  auto many = parse(arena, "[1,2,3]", {.depth = 64, .values = 3});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().code, ErrorCode::too_large);
}

TEST(Parse, RefusesTheMalformedDocumentsWithTheirPlace) {
  struct Case {
    const char* file;
    const char* part;
  };
  for (const Case& c : {Case{"deep-nesting-2000", "deeper than 64"},
                        {"duplicate-keys", "\"title\" stands twice"},
                        {"lone-surrogate", "line 1, column 37"},
                        {"trailing-comma", "line 1, column 24"}}) {
    Arena arena;
    const std::string text = VG_FILE(std::string("tests/data/trips/malformed/") + c.file + ".json");
    auto value = parse(arena, text);
    ASSERT_FALSE(value) << c.file;
    EXPECT_NE(value.error().message.find(c.part), std::string::npos) << value.error().message;
  }
}

TEST(Parse, KeepsTheBytesOfAParsedText) {
  for (const char* name : {"01-city-break-3n", "03-med-cruise", "10a-hostile-all-strings"}) {
    const std::string once = round_trip(VG_FILE(std::string("tests/data/trips/") + name + ".json"));
    EXPECT_EQ(round_trip(once), once) << name;
  }
}

}  // namespace
}  // namespace vg::json
