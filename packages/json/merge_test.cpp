#include "json/merge_diff.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

#include <gtest/gtest.h>
#include <random>

namespace vg::json {
namespace {

std::string merged(std::string_view target, std::string_view patch) {
  Arena arena;
  return write(merge_patch(arena, *parse(arena, target), *parse(arena, patch)));
}

// The examples of RFC 7396, appendix A.
TEST(MergePatch, FollowsTheExamplesOfTheRfc) {
  struct Case {
    const char* target;
    const char* patch;
    const char* result;
  };
  for (const Case& c : {Case{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
                        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
                        {R"({"a":"b"})", R"({"a":null})", "{}"},
                        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
                        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
                        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
                        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
                        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
                        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
                        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
                        {R"({"a":"foo"})", "null", "null"},
                        {R"({"a":"foo"})", R"("bar")", R"("bar")"},
                        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
                        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
                        {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}})
    EXPECT_EQ(merged(c.target, c.patch), c.result) << c.target << " + " << c.patch;
}

TEST(MergePatch, KeepsTheOrderOfMembers) {
  EXPECT_EQ(merged(R"({"c":1,"a":2,"b":3})", R"({"z":9,"a":{"y":1},"b":null,"d":4})"),
            R"({"c":1,"a":{"y":1},"z":9,"d":4})");
}

TEST(MergeDiff, SaysWhatChangedAndNothingElse) {
  struct Case {
    const char* from;
    const char* to;
    const char* patch;
  };
  for (const Case& c :
       {Case{"{}", "{}", "{}"},
        {R"({"a":1,"b":[1,{"c":2}]})", R"({"b":[1,{"c":2}],"a":1})", "{}"},
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":1})", R"({"a":"1"})", R"({"a":"1"})"},
        {R"({"a":1,"b":2})", R"({"b":2,"c":3})", R"({"c":3,"a":null})"},
        {R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1}})", R"({"a":{"c":null}})"},
        {R"({"a":{"b":1}})", R"({"a":{}})", R"({"a":{"b":null}})"},
        {R"({"a":{"b":1}})", R"({"a":[]})", R"({"a":[]})"},
        {R"({"a":[]})", R"({"a":{}})", R"({"a":{}})"},
        {"{}", R"({"a":{}})", R"({"a":{}})"},
        {R"({"a":1})", R"({"a":{"b":{}}})", R"({"a":{"b":{}}})"},
        {R"({"a":[1,2]})", R"({"a":[2,1]})", R"({"a":[2,1]})"},
        {R"({"a":[{"b":1,"c":2}]})", R"({"a":[{"c":2,"b":1}]})", R"({"a":[{"c":2,"b":1}]})"},
        {"[1]", "[1]", "[1]"}}) {
    Arena arena;
    const Value from = *parse(arena, c.from);
    const Value patch = merge_diff(arena, from, *parse(arena, c.to));
    EXPECT_EQ(write(patch), c.patch) << c.from << " -> " << c.to;
    EXPECT_EQ(write_sorted(merge_patch(arena, from, patch)), write_sorted(*parse(arena, c.to)));
  }
}

TEST(MergeDiff, LeavesOutWhatNoPatchCanSay) {
  Arena arena;
  const Value to = *parse(arena, R"({"a":{"b":null},"c":null,"d":[null]})");
  EXPECT_EQ(write(merge_diff(arena, *parse(arena, R"({"c":1})"), to)),
            R"({"a":{},"c":null,"d":[null]})");
}

// Values of every kind but null, with few keys, so that two of them have much in common.
Value any_value(Arena& arena, std::mt19937& random, int depth) {
  const auto text = [&] { return arena.copy(std::string(random() % 3, 'x') + "\"ö"); };
  switch (random() % (depth > 0 ? 8 : 5)) {
    case 0: return Value(random() % 2 == 0);
    case 1: return Value(static_cast<std::int64_t>(random() % 3));
    case 2: return Value::decimal("0.5");
    case 3:
    case 4: return Value(text());
    case 5: {
      ArrayBuilder out(arena);
      while (random() % 3 != 0) out.add(any_value(arena, random, depth - 1));
      return out.finish();
    }
    default: {
      ObjectBuilder out(arena);
      while (random() % 6 != 0)
        out.set(arena.copy(std::string(1, static_cast<char>('a' + random() % 6))),
                any_value(arena, random, depth - 1));
      return out.finish();
    }
  }
}

TEST(MergeDiff, AppliedGivesTheOtherDocument) {
  std::mt19937 random(7);
  const auto document = [&](Arena& arena) {
    for (;;)
      if (const Value out = any_value(arena, random, 4); out.is_object()) return out;
  };
  for (int round = 0; round < 5'000; ++round) {
    Arena arena;
    const Value from = document(arena);
    const Value to = document(arena);
    EXPECT_EQ(write(merge_diff(arena, from, from)), "{}");
    const Value result = merge_patch(arena, from, merge_diff(arena, from, to));
    ASSERT_EQ(write_sorted(result), write_sorted(to)) << write(from) << " -> " << write(to);
    // A document that came about by a patch has the order that a patch gives: the same bytes.
    ASSERT_EQ(write(merge_patch(arena, from, merge_diff(arena, from, result))), write(result));
  }
}

}  // namespace
}  // namespace vg::json
