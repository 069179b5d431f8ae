// Going over from the old system. To add a step: a row of kSteps.
#include "platform/cutover/cutover.hpp"

#include "apps/cli/legacy_dump.hpp"
#include "apps/cli/program.hpp"
#include "json/write.hpp"
#include "platform/host/world.hpp"
#include "platform/legacy_import/verify.hpp"

#include <array>
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

// A dump against the database, without a plan.
Status verify_dump(Program& program, const Verify& wanted) {
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

struct Steps {
  std::string plan = "cutover.toml", environment = "staging", confirmation;
  bool by_hand = false, example = false;
};

using Cutover = cutover::Cutover;

// What a step works with besides the plan.
struct World {
  Program& program;
  const Steps& options;
  ProgressBar bar = {};
};

// Opens the database of the new side for a step.
template <typename Work>
Result<std::string> with_database(World& world, Work work) {
  VG_TRY(const Settings settings, world.program.settings());
  VG_TRY(const auto installation, world.program.open());
  cutover::NewDatabase here{.database = *installation->database,
                            .path = settings.text("database"),
                            .reading = local_context(*installation),
                            .importing = import_context(*installation, "legacy")};
  auto said = work(here);
  world.bar.done();
  return said;
}

struct StepRow {
  const char* name;
  const char* doc;
  Result<std::string> (*run)(Cutover& cutover, World& world);
  bool by_hand = false;
};

constexpr std::array kSteps = {
    StepRow{"plan", "Check the plan and what can be reached; changes nothing on either side",
            [](Cutover& cutover, World&) { return cutover.plan(); }},
    StepRow{"freeze", "Make the old side read only, and check that it is",
            [](Cutover& cutover, World& world) { return cutover.freeze(world.options.by_hand); },
            true},
    StepRow{"export", "Write the old database out, whole",
            [](Cutover& cutover, World& world) { return cutover.dump(world.options.by_hand); },
            true},
    StepRow{"import", "Bring the export into the database of the new side",
            [](Cutover& cutover, World& world) {
              return with_database(world, [&](cutover::NewDatabase& here) {
                return cutover.import(here, &world.bar);
              });
            }},
    StepRow{"verify", "Compare both sides fact by fact; with DUMP, a dump with what is here",
            [](Cutover& cutover, World& world) {
              return with_database(world, [&](cutover::NewDatabase& here) {
                return cutover.verify(here, &world.bar);
              });
            }},
    StepRow{"shadow", "Put recorded reads to both sides and compare what they say",
            [](Cutover& cutover, World&) { return cutover.shadow(); }},
    StepRow{"switch", "Write what changes for review; with --confirm, change it",
            [](Cutover& cutover, World& world) {
              return with_database(world, [&](cutover::NewDatabase& here) {
                return cutover.switch_over(here, world.options.confirmation, world.options.by_hand);
              });
            },
            true},
    StepRow{"rollback", "Save what was written since the switch, and let the old side go on",
            [](Cutover& cutover, World& world) {
              return with_database(world, [&](cutover::NewDatabase& here) {
                return cutover.rollback(here, world.options.by_hand);
              });
            },
            true},
    StepRow{"status", "How far it is", [](Cutover& cutover, World& world) -> Result<std::string> {
              return world.program.json ? cutover.status_json() : cutover.status();
            }}};

Status run_step(Program& program, const Steps& options, const StepRow& row) {
  if (options.example) {
    std::cout << cutover::example();
    return Done();
  }
  World world{program, options};
  VG_TRY(const auto cutover, Cutover::open(options.plan, options.environment, host::now()));
  VG_TRY(const std::string said, row.run(*cutover, world));
  const bool as_json = program.json && std::string_view(row.name) != "status";
  std::cout << (as_json ? "{\"said\":" + json::quoted(said) + "}\n" : said);
  return Done();
}

void add_step(CLI::App& cutover, Program& program, const StepRow& row) {
  const std::string_view name = row.name;
  CLI::App* command = cutover.add_subcommand(row.name, row.doc);
  auto options = std::make_shared<Steps>();
  auto dump = std::make_shared<Verify>();
  command->add_option("--plan", options->plan, "The plan [cutover.toml]");
  command->add_option("--environment", options->environment, "staging or production [staging]");
  if (row.by_hand)
    command->add_flag("--done", options->by_hand,
                      "Somebody has run by hand what could not be run for want of credentials");
  if (name == "switch")
    command->add_option("--confirm", options->confirmation, "What the review asked to be repeated");
  if (name == "plan")
    command->add_flag("--example", options->example,
                      "Write a plan to begin with, and nothing else");
  if (name == "verify") {
    command->add_option("DUMP", dump->file, "A dump that was imported, without a plan");
    add_dump_options(*command, dump->dump);
    command->footer("Changes nothing. The exit code is 4 when something differs.");
  }
  program.on(*command, [&program, &row, options, dump] {
    return dump->file.empty() ? run_step(program, *options, row) : verify_dump(program, *dump);
  });
}

}  // namespace

void add_cutover(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("cutover", "Go over from the old system, and back");
  command->require_subcommand(1);
  for (const StepRow& row : kSteps) add_step(*command, program, row);
  command->footer(
      "The steps follow each other as above, first for staging, then for production. Each may be\n"
      "killed and run again. What each leaves is in the folder `cutover` beside the plan.\n"
      "\n"
      "  voygent cutover plan --example > cutover.toml\n"
      "  voygent cutover plan --environment staging");
}

}  // namespace vg::cli
