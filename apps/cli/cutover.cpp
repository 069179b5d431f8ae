// Going over from the old system. To add a subcommand: a function that adds it, and a line in
// add_cutover.
#include "apps/cli/legacy_dump.hpp"
#include "apps/cli/program.hpp"
#include "json/write.hpp"
#include "platform/legacy_import/verify.hpp"

#include <iostream>

namespace vg::cli {
namespace {

namespace li = legacy_import;

struct Verify {
  std::string file;
  DumpOptions dump;
};

void print_json(const li::Comparison& found) {
  json::Arena arena;
  json::ArrayBuilder list(arena);
  for (const li::Difference& difference : found.differences)
    list.add(json::ObjectBuilder(arena)
                 .add_copy("subject", difference.subject)
                 .add_copy("fact", difference.fact)
                 .add_copy("source", difference.source)
                 .add_copy("target", difference.target)
                 .finish());
  json::ObjectBuilder sums(arena);
  for (const auto& [currency, sum] : found.sums)
    sums.add(currency, json::ObjectBuilder(arena)
                           .add("source", json::Value(sum.first))
                           .add("target", json::Value(sum.second))
                           .finish());
  std::cout << json::write(json::ObjectBuilder(arena)
                               .add("trips", json::Value(found.trips))
                               .add("clients", json::Value(found.clients))
                               .add("rows", json::Value(found.rows))
                               .add("facts", json::Value(found.facts))
                               .add("edited_here", json::Value(found.edited))
                               .add("sums", sums.finish())
                               .add("difference_count", json::Value(found.difference_count))
                               .add("differences", list.finish())
                               .finish())
            << "\n";
}

void print_text(const li::Comparison& found) {
  std::cout << "Compared " << found.trips << " trips, " << found.clients << " clients and "
            << found.rows << " kept rows: " << found.facts << " facts.\n";
  for (const auto& [currency, sum] : found.sums)
    std::cout << "  amounts in " << currency << ", minor units: source " << sum.first << ", target "
              << sum.second << (sum.first == sum.second ? "" : "  DIFFERENT") << "\n";
  for (const li::Difference& difference : found.differences)
    std::cout << "  " << difference.subject << ": " << difference.fact << ": source "
              << difference.source << "; target " << difference.target << "\n";
  if (found.edited > 0)
    std::cout << found.edited << " of the trips that differ were edited here since the import.\n";
  if (found.difference_count == 0) std::cout << "Nothing differs.\n";
}

Status verify(Program& program, const Verify& wanted) {
  VG_TRY(const Settings settings, program.settings());
  ProgressBar bar;
  li::Import import(request_of(wanted.dump, wanted.file, settings.text("database")), &bar);
  VG_CHECK(import.examine());
  if (import.outcome().refusal) return refused(wanted.file, *import.outcome().refusal);
  VG_TRY(const auto installation, program.open());
  li::VerifyTarget target(*installation->database, local_context(*installation),
                          wanted.dump.source);
  VG_CHECK(import.transfer(target));
  bar.done();
  const li::Comparison& found = target.comparison();
  program.json ? print_json(found) : print_text(found);
  if (found.difference_count > 0) program.exit = exit_code(ErrorCode::conflict);
  return Done();
}

void add_verify(CLI::App& cutover, Program& program) {
  CLI::App* command =
      cutover.add_subcommand("verify", "Compare a dump with what is here, fact by fact");
  auto wanted = std::make_shared<Verify>();
  command->add_option("DUMP", wanted->file, "The dump that was imported")->required();
  add_dump_options(*command, wanted->dump);
  command->footer(
      "Changes nothing. Every trip is compared part by part, every client and every kept row by "
      "its\n"
      "hash, amounts by their sums. The exit code is 4 when something differs.");
  program.on(*command, [&program, wanted] { return verify(program, *wanted); });
}

}  // namespace

void add_cutover(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("cutover", "Go over from the old system");
  command->require_subcommand(1);
  add_verify(*command, program);
}

}  // namespace vg::cli
