#include "rubric/rubric.hpp"

#include "outline/json.hpp"

#include <gtest/gtest.h>

namespace vg::rubric {
namespace {

constexpr std::string_view kRule =
    R"("rule": {"keep_from": 14, "clear_win": {"factor": 2, "evidence": "said [s]"},
 "marks": {"m": "measured", "s": "stated"}})";

std::string scores(int value, std::string_view evidence = "seen [m]") {
  std::string out;
  for (const std::string_view criterion : kCriteria)
    out += (out.empty() ? "\"" : ",\n\"") + std::string(criterion) +
           "\": {\"score\": " + std::to_string(value) + ", \"evidence\": \"" +
           std::string(evidence) + "\"}";
  return "{" + out + "}";
}

std::string part(const std::string& scores, const std::string& more = {}) {
  return R"({"name": "p", "kind": "server", "what": "It.", "follows": "Goes.", "scores": )" +
         scores + more + "}";
}

std::string win(std::string_view legacy, std::string_view rebuild) {
  return R"(, "clear_win": {"measure": "calls", "legacy": {"value": )" + std::string(legacy) +
         R"(, "evidence": "seen [m]"}, "rebuild": {"value": )" + std::string(rebuild) +
         R"(, "evidence": "docs/reports/README.md"}})";
}

Result<Log> log_of(const std::string& components) {
  const auto node =
      outline::read_json("{" + std::string(kRule) + ",\n\"components\": [" + components + "]}");
  VG_ASSERT(node.has_value());
  return read(*node);
}

std::string faults(const std::string& components) {
  const auto log = log_of(components);
  return log ? "none" : describe(log.error());
}

TEST(Rubric, KeepsFromTheSumOnAndRebuildsForAClearWin) {
  struct Case {
    std::string component;
    Decision decision;
  };
  std::string thirteen = scores(3), fourteen = scores(3);
  thirteen.replace(thirteen.find("3,"), 1, "1");
  fourteen.replace(fourteen.find("3,"), 1, "2");
  for (const Case& c : {Case{part(thirteen), Decision::rebuild},
                        {part(fourteen), Decision::keep},
                        {part(scores(5), win("4", "2")), Decision::rebuild},
                        {part(scores(5), win("3.999", "2")), Decision::keep},
                        {part(scores(0), win("1", "2")), Decision::rebuild},
                        {part(scores(3), win("1", "0.5")), Decision::rebuild}}) {
    const auto log = log_of(c.component);
    ASSERT_TRUE(log) << describe(log.error());
    EXPECT_EQ(decide(log->rule, log->components[0]), c.decision) << c.component;
  }
}

TEST(Rubric, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string component;
    const char* says;
  };
  for (const Case& c :
       {Case{part(scores(6)), "line 3: score is \"6\"; it is to be a whole number from 0 to 5"},
        {part(scores(-1)), "score is \"-1\""},
        {part(scores(3, "")), "evidence is to end with one of the marks [m], [s]"},
        {part(scores(3, "seen [x]")), "one of the marks"},
        {part("{}"), "maintainability is missing; it is to be a map"},
        {part(R"({"latency": {"score": 1}})"), "line 3: evidence is missing"},
        {part(scores(3), win("1", "0")), "value is \"0\"; it is to be a number over 0"},
        {part(scores(3), win("1.2345", "1")), "at most three decimals"},
        {part(scores(3), R"(, "colour": "red")"), "there is no \"colour\" here"},
        {part(scores(3)) + "," + part(scores(3)), "the component p is there twice"},
        {"7", "a component is to be a map"},
        {"", "there are no components"}})
    EXPECT_NE(faults(c.component).find(c.says), std::string::npos) << faults(c.component);
  std::string figure = part(scores(3), win("4", "2"));
  figure.replace(figure.find("docs/reports"), 4, "else");
  EXPECT_NE(faults(figure).find("is to name its report"), std::string::npos);
  EXPECT_FALSE(read(outline::Node{}));
  EXPECT_FALSE(read(*outline::read_json("{}")));
}

TEST(Rubric, WritesAReport) {
  const auto log = log_of(part(scores(3, "a | b [m]"), win("12345.5", "2")));
  ASSERT_TRUE(log);
  const std::string out = markdown(*log);
  for (const char* text :
       {"| p | server | 3 | 3 | 3 | 3 | 3 | 15 | 6172.7×, clear | **rebuild** |",
        "| latency | 3 | a \\| b [m] |", "| legacy | 12,345.5 | seen [m] |",
        "Decision: **rebuild**. Goes.", "under 14 of 25", "[m] measured; [s] stated."})
    EXPECT_NE(out.find(text), std::string::npos) << text << "\n" << out;
}

}  // namespace
}  // namespace vg::rubric
