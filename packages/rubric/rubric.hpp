// Which parts of an older system are kept and which are built again, and why.
//
// The log is a file with two members. `rule` says from which sum on a part is kept (`keep_from`),
// by which factor a measured result of the rebuild has to beat the legacy to be a clear win
// (`clear_win: {factor, evidence}`) and what the marks behind evidence mean (`marks`).
// `components` lists the parts:
//
//   - name: publisher                what it is called
//     kind: server                   what it is
//     what: One sentence.
//     scores:                        each of the five criteria, 0 (worst) to 5
//       latency: {score: 1, evidence: "7 calls for a page [c]"}
//     clear_win:                     if there is one; smaller figures are better
//       measure: calls for a page
//       legacy: {value: 7, evidence: "read in the source [c]"}
//       rebuild: {value: 1, evidence: docs/reports/…}
//     follows: What takes its place, or why it stays.
//
// Evidence ends with one of the marks in brackets or names a report of this project; a figure of
// the rebuild always names a report.
#pragma once

#include "outline/node.hpp"

#include <array>
#include <optional>

namespace vg::rubric {

inline constexpr std::array<std::string_view, 5> kCriteria = {"maintainability", "latency", "cost",
                                                              "reliability", "simplicity"};
inline constexpr int kBestScore = 5;

struct Score {
  int value = 0;
  std::string evidence;
};

// A measured number. Compared in thousandths, printed as it was written.
struct Figure {
  std::string text;
  std::int64_t thousandths = 0;
  std::string evidence;
};

struct Win {
  std::string measure;
  Figure legacy, rebuild;
};

struct Component {
  std::string name, kind, what, follows;
  std::array<Score, kCriteria.size()> scores;
  std::optional<Win> win;
};

struct Mark {
  std::string letter, meaning;
};

struct Rule {
  int keep_from = 0;
  Figure factor;
  std::vector<Mark> marks;
};

struct Log {
  Rule rule;
  std::vector<Component> components;
};

enum class Decision { keep, rebuild };
std::string_view name_of(Decision decision);

int sum_of(const Component& component);
// Whether the rebuild's result times the factor is at most that of the legacy.
bool is_clear_win(const Rule& rule, const Component& component);
// Rebuild when the sum is below the rule's or the win is clear.
Decision decide(const Rule& rule, const Component& component);

// Errors: `invalid` with an issue for each fault; the path of an issue is `line N`.
Result<Log> read(const outline::Node& file);

// The report, in Markdown.
std::string markdown(const Log& log);

}  // namespace vg::rubric
