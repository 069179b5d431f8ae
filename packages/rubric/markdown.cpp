#include "rubric/rubric.hpp"

#include <algorithm>

namespace vg::rubric {
namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

template <class... Cells>
std::string row(const Cells&... cells) {
  std::string out = "|";
  ((out += " " + cell(cells) + " |"), ...);
  return out + "\n";
}

std::string grouped(const std::string& digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string out;
  for (std::size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out + digits.substr(point);
}

// How many times the rebuild's figure fits into that of the legacy, to one decimal, cut.
std::string factor_of(const Win& win) {
  constexpr std::int64_t kTenths = 10;
  const std::int64_t tenths = win.legacy.thousandths * kTenths / win.rebuild.thousandths;
  return std::to_string(tenths / kTenths) + "." + std::to_string(tenths % kTenths);
}

std::string of_most() {
  return std::to_string(kBestScore * static_cast<int>(kCriteria.size()));
}

std::string rule_text(const Rule& rule) {
  std::string out =
      "Each part of the legacy has a score from 0 (worst) to 5 for each of five criteria. A part "
      "is built again when the sum is under " +
      std::to_string(rule.keep_from) + " of " + of_most() +
      ", or when the rebuild is a clear win: a result of the rebuild, measured, is better than "
      "that of the legacy by a factor of at least " +
      rule.factor.text + ". Otherwise it is kept.\n\nWhy that factor: " + rule.factor.evidence +
      "\n\nMarks behind evidence: ";
  for (std::size_t i = 0; i < rule.marks.size(); ++i)
    out += (i == 0 ? "[" : "; [") + rule.marks[i].letter + "] " + rule.marks[i].meaning;
  return out + ".\n";
}

std::string win_cell(const Rule& rule, const Component& component) {
  if (!component.win) return "–";
  return factor_of(*component.win) + "×" + (is_clear_win(rule, component) ? ", clear" : "");
}

std::string overview(const Log& log) {
  std::string out = "| part | kind |";
  for (const std::string_view criterion : kCriteria) out += " " + std::string(criterion) + " |";
  out += " sum | win of the rebuild | decision |\n|---|---|";
  for (std::size_t i = 0; i < kCriteria.size(); ++i) out += "---:|";
  out += "---:|---:|---|\n";
  for (const Component& component : log.components) {
    out += "| " + cell(component.name) + " | " + cell(component.kind) + " |";
    for (const Score& score : component.scores) out += " " + std::to_string(score.value) + " |";
    out += " " + std::to_string(sum_of(component)) + " | " + win_cell(log.rule, component) +
           " | **" + std::string(name_of(decide(log.rule, component))) + "** |\n";
  }
  return out;
}

std::string part(const Rule& rule, const Component& component) {
  std::string out = "\n## " + component.name + "\n\n" + component.what + "\n\n";
  out += row("criterion", "score", "evidence") + "|---|---:|---|\n";
  for (std::size_t i = 0; i < kCriteria.size(); ++i)
    out += row(std::string(kCriteria[i]), std::to_string(component.scores[i].value),
               component.scores[i].evidence);
  out += row("sum", std::to_string(sum_of(component)) + " of " + of_most(), "");
  if (const auto& win = component.win) {
    out += "\n" + win->measure + ":\n\n";
    out += row("", "figure", "evidence") + "|---|---:|---|\n";
    out += row("legacy", grouped(win->legacy.text), win->legacy.evidence);
    out += row("rebuild", grouped(win->rebuild.text), win->rebuild.evidence);
    out += row("factor", factor_of(*win),
               is_clear_win(rule, component) ? "a clear win" : "no clear win");
  }
  return out + "\nDecision: **" + std::string(name_of(decide(rule, component))) + "**. " +
         component.follows + "\n";
}

}  // namespace

std::string markdown(const Log& log) {
  std::string out =
      "# Keep or rebuild\n\nWritten by `voygent rubric` from the decision log; change that, not "
      "this.\n\n## The rule\n\n" +
      rule_text(log.rule) + "\n## The decisions\n\n" + overview(log);
  for (const Component& component : log.components) out += part(log.rule, component);
  return out;
}

}  // namespace vg::rubric
