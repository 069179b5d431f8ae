#include "base/text.hpp"
#include "rubric/rubric.hpp"

#include <algorithm>

namespace vg::rubric {
namespace {

using outline::Node;

constexpr std::string_view kReports = "docs/reports/";

// Reads on after a fault, so that a person sees all of them at once.
class Reader {
 public:
  Log run(const Node& file) {
    Log out;
    only(file, {"rule", "components"});
    read_rule(need(file, "rule", outline::Kind::map), out.rule);
    for (const Node& item : need(file, "components", outline::Kind::list).items)
      out.components.push_back(component(item));
    if (out.components.empty()) fault(file, "there are no components");
    for (std::size_t i = 0; i < out.components.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (out.components[i].name == out.components[j].name)
          fault(file.get("components").items[i],
                "the component " + out.components[i].name + " is there twice");
    return out;
  }

  std::vector<Issue> issues;

 private:
  void fault(const Node& at, std::string message) {
    issues.push_back({"line " + std::to_string(std::max(at.line, 1)), std::move(message)});
  }

  void only(const Node& node, std::initializer_list<std::string_view> known) {
    for (const outline::Member& member : node.members)
      if (std::ranges::find(known, member.key) == known.end())
        issues.push_back({"line " + std::to_string(member.line),
                          "there is no \"" + one_line(member.key, 60) + "\" here"});
  }

  const Node& need(const Node& node, std::string_view key, outline::Kind kind) {
    static const Node kNothing;
    const Node* found = node.find(key);
    if (found != nullptr && found->kind == kind && !found->is_null()) return *found;
    const std::string_view form = kind == outline::Kind::map    ? "a map"
                                  : kind == outline::Kind::list ? "a list"
                                                                : "a text";
    fault(found == nullptr || found->line == 0 ? node : *found,
          std::string(key) + (found == nullptr ? " is missing; it is to be " : " is to be ") +
              std::string(form));
    return kNothing;
  }

  std::string text(const Node& node, std::string_view key) {
    std::string out(trim(need(node, key, outline::Kind::scalar).text));
    std::ranges::replace(out, '\n', ' ');
    return out;
  }

  std::string evidence(const Node& node, bool of_the_rebuild) {
    if (node.find("evidence") == nullptr || node.get("evidence").is_null()) {
      fault(node, "evidence is missing");
      return {};
    }
    std::string out = text(node, "evidence");
    const bool cited = out.find(kReports) != std::string::npos;
    if (of_the_rebuild && !cited)
      fault(node, "the evidence of a figure of the rebuild is to name its report, docs/reports/…");
    if (!of_the_rebuild && !cited && !is_marked(out))
      fault(node, "evidence is to end with one of the marks " + marks_ + " or to name a report");
    return out;
  }

  bool is_marked(std::string_view evidence) const {
    return std::ranges::any_of(letters_, [&](const std::string& letter) {
      return evidence.ends_with("[" + letter + "]");
    });
  }

  void read_rule(const Node& node, Rule& out) {
    if (!node.is_map()) return;
    only(node, {"keep_from", "clear_win", "marks"});
    for (const outline::Member& mark : need(node, "marks", outline::Kind::map).members) {
      out.marks.push_back({mark.key, mark.value.text});
      letters_.push_back(mark.key);
      marks_ += (marks_.empty() ? "[" : ", [") + mark.key + "]";
    }
    const int most = kBestScore * static_cast<int>(kCriteria.size());
    out.keep_from = whole(node, "keep_from", most);
    const Node& win = need(node, "clear_win", outline::Kind::map);
    if (!win.is_map()) return;
    only(win, {"factor", "evidence"});
    out.factor = figure(win, "factor", false);
    if (out.factor.thousandths > 0 && out.factor.thousandths <= 1'000)
      fault(win, "the factor of a clear win is to be over 1");
  }

  int whole(const Node& node, std::string_view key, int most) {
    const Node& value = need(node, key, outline::Kind::scalar);
    if (value.is_null()) return 0;
    const auto number = value.quoted ? std::nullopt : parse_integer(value.text);
    if (number && *number >= 0 && *number <= most) return static_cast<int>(*number);
    fault(value, std::string(key) + " is \"" + one_line(value.text, 40) +
                     "\"; it is to be a whole number from 0 to " + std::to_string(most));
    return 0;
  }

  // Digits, and up to three more behind a point.
  Figure figure(const Node& node, std::string_view key, bool of_the_rebuild) {
    Figure out;
    if (!node.is_map()) return out;
    out.evidence = evidence(node, of_the_rebuild);
    const Node& value = need(node, key, outline::Kind::scalar);
    if (value.is_null()) return out;
    out.text = value.text;
    const std::size_t point = std::min(out.text.find('.'), out.text.size());
    std::string digits = out.text.substr(0, point);
    const std::string behind = point < out.text.size() ? out.text.substr(point + 1) : "0";
    digits += (behind + "000").substr(0, 3);
    const auto number = parse_integer(digits);
    constexpr std::int64_t kMost = 1'000'000'000;  // products fit 64 bits
    if (number && *number > 0 && *number < kMost && !behind.empty() && behind.size() <= 3) {
      out.thousandths = *number;
    } else {
      fault(value, std::string(key) + " is \"" + one_line(out.text, 40) +
                       "\"; it is to be a number over 0 with at most three decimals");
    }
    return out;
  }

  Component component(const Node& node) {
    Component out;
    if (!node.is_map()) {
      fault(node, "a component is to be a map");
      return out;
    }
    only(node, {"name", "kind", "what", "scores", "clear_win", "follows"});
    out.name = text(node, "name");
    out.kind = text(node, "kind");
    out.what = text(node, "what");
    out.follows = text(node, "follows");
    const Node& scores = need(node, "scores", outline::Kind::map);
    if (scores.is_map()) read_scores(scores, out);
    if (const Node* win = node.find("clear_win")) out.win = read_win(*win);
    return out;
  }

  void read_scores(const Node& scores, Component& out) {
    only(scores, {kCriteria[0], kCriteria[1], kCriteria[2], kCriteria[3], kCriteria[4]});
    for (std::size_t i = 0; i < kCriteria.size(); ++i) {
      const Node& one = need(scores, kCriteria[i], outline::Kind::map);
      if (!one.is_map()) continue;
      only(one, {"score", "evidence"});
      out.scores[i] = {whole(one, "score", kBestScore), evidence(one, false)};
    }
  }

  Win read_win(const Node& node) {
    Win out;
    only(node, {"measure", "legacy", "rebuild"});
    out.measure = text(node, "measure");
    out.legacy = figure(need(node, "legacy", outline::Kind::map), "value", false);
    out.rebuild = figure(need(node, "rebuild", outline::Kind::map), "value", true);
    return out;
  }

  std::vector<std::string> letters_;
  std::string marks_;
};

}  // namespace

std::string_view name_of(Decision decision) {
  switch (decision) {
    case Decision::keep: return "keep";
    case Decision::rebuild: return "rebuild";
  }
  return {};
}

int sum_of(const Component& component) {
  int out = 0;
  for (const Score& score : component.scores) out += score.value;
  return out;
}

bool is_clear_win(const Rule& rule, const Component& component) {
  constexpr std::int64_t kOne = 1'000;  // thousandths
  return component.win && component.win->rebuild.thousandths * (rule.factor.thousandths) <=
                              component.win->legacy.thousandths * kOne;
}

Decision decide(const Rule& rule, const Component& component) {
  return sum_of(component) < rule.keep_from || is_clear_win(rule, component) ? Decision::rebuild
                                                                             : Decision::keep;
}

Result<Log> read(const outline::Node& file) {
  Reader reader;
  if (!file.is_map())
    return Error{ErrorCode::invalid,
                 "the log cannot be used",
                 {{"line 1", "it is to be a map with rule and components"}}};
  Log out = reader.run(file);
  if (reader.issues.empty()) return out;
  return Error{ErrorCode::invalid, "the log cannot be used", std::move(reader.issues)};
}

}  // namespace vg::rubric
