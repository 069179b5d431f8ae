#include "inventory/scan.hpp"

#include "base/text.hpp"

#include <array>

namespace vg::inventory {
namespace {

using Scanner = void (*)(const Source&, Scan&);
constexpr std::array<Scanner, 13> kScanners = {
    scan_wrangler, scan_package,  scan_tools, scan_queries, scan_schema,
    scan_render,   scan_workflow, scan_chat,  scan_compose, scan_dockerfile,
    scan_apis,     scan_secrets,  scan_text};

}  // namespace

void scan(const Source& source, Scan& out) {
  for (const Scanner scanner : kScanners) scanner(source, out);
}

Fact& add_fact(Scan& out, Kind kind, const Source& source, int line, std::string_view name) {
  constexpr std::size_t kLongestName = 200;
  Fact fact;
  fact.kind = kind;
  fact.name = one_line(name, kLongestName);
  fact.file = source.path;
  fact.line = line;
  return out.facts.emplace_back(std::move(fact));
}

// What is not UTF-8 is read all the same, and said.
void scan_text(const Source& source, Scan& out) {
  if (is_utf8(source.text)) return;
  std::string_view rest = source.text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    if (next_code_point(rest) == 0xFFFD && !before.starts_with(kReplacement)) {
      const int line = source.line_at(source.text.size() - before.size());
      add_fact(out, Kind::problem, source, line, "encoding").set("message", "this is not UTF-8");
      return;
    }
  }
}

}  // namespace vg::inventory
