#include "json/parse.hpp"
#include "json/write.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace vg::json
