// The decision log on the legacy: the rule applied, the report written or compared.
#include "rubric/rubric.hpp"

#include "apps/cli/program.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "platform/formats/yaml.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>

namespace vg::cli {
namespace {

struct Wanted {
  std::string file = "spec/decisions/keep-rebuild.yaml";
  std::string report = "docs/reports/keep-rebuild.md";
  bool check = false;
};

Error in_file(const std::string& file, Error error) {
  error.message = file + ": " + error.message;
  return error;
}

Result<rubric::Log> read_log(const std::string& file) {
  VG_TRY(const std::string text, read_input(file));
  const auto node = formats::read_yaml(text);
  if (!node) return in_file(file, node.error());
  auto log = rubric::read(*node);
  if (!log) return in_file(file, log.error());
  return log;
}

json::Value decisions(json::Arena& arena, const rubric::Log& log) {
  json::ArrayBuilder out(arena);
  for (const rubric::Component& component : log.components) {
    json::ObjectBuilder scores(arena);
    for (std::size_t i = 0; i < rubric::kCriteria.size(); ++i)
      scores.add(rubric::kCriteria[i], json::Value(component.scores[i].value));
    out.add(json::ObjectBuilder(arena)
                .add_copy("name", component.name)
                .add_copy("kind", component.kind)
                .add("scores", scores.finish())
                .add("sum", json::Value(rubric::sum_of(component)))
                .add("clear_win", json::Value(rubric::is_clear_win(log.rule, component)))
                .add("decision", json::Value(rubric::name_of(rubric::decide(log.rule, component))))
                .finish());
  }
  return out.finish();
}

void print(const Program& program, const rubric::Log& log, const Wanted& wanted) {
  if (program.json) {
    json::Arena arena;
    std::cout << json::write(json::ObjectBuilder(arena)
                                 .add("decisions", decisions(arena, log))
                                 .add_copy("report", wanted.report)
                                 .finish())
              << "\n";
    return;
  }
  constexpr int kNameWidth = 32;
  for (const rubric::Component& component : log.components)
    std::cout << std::left << std::setw(kNameWidth) << component.name << std::right << std::setw(3)
              << rubric::sum_of(component) << "  "
              << rubric::name_of(rubric::decide(log.rule, component))
              << (rubric::is_clear_win(log.rule, component) ? " (a clear win)" : "") << "\n";
  std::cout << (wanted.check ? "The report says the same: " : "Written: ") << wanted.report << "\n";
}

Status judge(const Program& program, const Wanted& wanted) {
  VG_TRY(const rubric::Log log, read_log(wanted.file));
  const std::string report = rubric::markdown(log);
  if (!wanted.check) {
    VG_CHECK(folder::replace_file(wanted.report, report));
  } else if (folder::read_file(wanted.report) != report) {
    return Error{ErrorCode::conflict,
                 wanted.report + " is not what " + wanted.file +
                     " makes; `voygent rubric` without --check writes it",
                 {}};
  }
  print(program, log, wanted);
  return Done();
}

}  // namespace

void add_rubric(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "rubric", "Decide which parts of the legacy are kept, and write the report");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("file", wanted->file,
                      "The decision log, or - [spec/decisions/keep-rebuild.yaml]");
  command->add_option("--report", wanted->report,
                      "The report in Markdown [docs/reports/keep-rebuild.md]");
  command->add_flag("--check", wanted->check,
                    "Write nothing; exit code 4 when the report says something else");
  program.on(*command, [&program, wanted] { return judge(program, *wanted); });
}

}  // namespace vg::cli
