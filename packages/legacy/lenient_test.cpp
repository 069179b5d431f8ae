#include "legacy/lenient.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

std::string read(const Cell& cell) {
  json::Arena arena;
  const ReadJson out = read_json(arena, cell);
  constexpr const char* kStates[] = {"blank", "good", "raw", "twice", "scalar", "broken"};
  return std::string(kStates[static_cast<int>(out.state)]) + " " + json::write(out.value);
}

std::string read_text(std::string_view text) {
  return read(Cell{CellKind::text, 0, text});
}

TEST(LenientJson, SaysInWhichStateItWas) {
  EXPECT_EQ(read(Cell{}), "blank null");
  EXPECT_EQ(read_text(""), "blank null");
  EXPECT_EQ(read_text(R"({"a":[1]})"), R"(good {"a":[1]})");
  EXPECT_EQ(read_text("{\"a\":\"two\nlines\"}"), R"(raw {"a":"two\nlines"})");
  EXPECT_EQ(read_text(R"("{\"a\":1}")"), R"(twice {"a":1})");
  EXPECT_EQ(read_text(R"("only words")"), R"(good "only words")");
  EXPECT_EQ(read(Cell{CellKind::integer, 42, {}}), "scalar 42");
  EXPECT_EQ(read(Cell{CellKind::real, 0, "1.50"}), "scalar 1.5");
  EXPECT_EQ(read(Cell{CellKind::real, 0, "1e999"}), "broken null");
  EXPECT_EQ(read(Cell{CellKind::blob, 0, "{}"}), "broken null");
  for (std::string_view text : {"{", "[1,]", "words", "{'a':1}", "{\"a\":\"\x01"})
    EXPECT_EQ(read_text(text), "broken null") << text;
}

TEST(LenientJson, KeepsHalvesOfSurrogatePairsAsTheirEscape) {
  EXPECT_EQ(read_text(R"(["\ud83c"])"), R"(good ["\\ud83c"])");
  EXPECT_EQ(read_text(R"(["\udf0a\ud83c\udf0a"])"), "good [\"\\\\udf0a🌊\"]");
  EXPECT_EQ(read_text(R"(["\\ud83c"])"), R"(good ["\\ud83c"])");
}

std::string spread(std::string_view text) {
  json::Arena arena;
  const auto object = json::parse(arena, text);
  if (!object) return "no JSON";
  const SpreadText out = read_spread(*object);
  return std::to_string(out.units) + " " + out.text;
}

TEST(SpreadText, IsPutTogetherFromItsUnits) {
  EXPECT_EQ(spread(R"({"0":"S","1":"e","2":"a","name":"x"})"), "3 Sea");
  EXPECT_EQ(spread(R"({"2":"a","0":"S","1":"e"})"), "3 Sea");
  EXPECT_EQ(spread(R"({"0":"a","1":"\\ud83c","2":"\\udf0a"})"), "3 a🌊");
}

TEST(SpreadText, IsNoneOfAFewNumberedMembers) {
  EXPECT_EQ(spread(R"({"0":"a","1":"b"})"), "0 ");
  EXPECT_EQ(spread(R"({"1":"a","2":"b","3":"c"})"), "0 ");
  EXPECT_EQ(spread(R"({"0":"first note","1":"second","2":"third"})"), "0 ");
  EXPECT_EQ(spread("{}"), "0 ");
}

}  // namespace
}  // namespace vg::legacy
