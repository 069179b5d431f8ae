// Checkpoints, and what may be forgotten.
#include "apps/cli/program.hpp"
#include "json/write.hpp"
#include "platform/host/world.hpp"

#include <iostream>

namespace vg::cli {
namespace {

struct Wanted {
  app::Retention retention;
  std::int64_t forget_days = 0;
};

Status compact(const Program& program, Wanted wanted) {
  VG_TRY(const auto installation, program.open());
  if (wanted.forget_days > 0) wanted.retention.forget_days = wanted.forget_days;
  DatabaseRunner runner(*installation->database);
  VG_TRY(const app::Compaction done, app::compact(wanted.retention, host::now(), runner));
  if (program.json) {
    json::Arena arena(1024);
    std::cout << json::write(json::ObjectBuilder(arena)
                                 .add("checkpoints", json::Value(done.checkpoints))
                                 .add("requests_forgotten", json::Value(done.requests))
                                 .add("events_forgotten", json::Value(done.events))
                                 .finish())
              << "\n";
  } else {
    std::cout << "Checkpoints written: " << done.checkpoints
              << "\nRequests forgotten, all older than a day: " << done.requests
              << "\nEvents forgotten: " << done.events << " of " << done.trips << " trips\n";
  }
  return Done();
}

}  // namespace

void add_compact(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("compact", "Write checkpoints and drop what no answer needs");
  auto wanted = std::make_shared<Wanted>();
  command
      ->add_option(
          "--forget-after-days", wanted->forget_days,
          "Forget versions older than this, published ones and the newest excepted; 0 for none [0]")
      ->check(CLI::Range(0, 36'500));
  command
      ->add_option("--keep-versions", wanted->retention.keep_versions,
                   "Newest versions of every trip that stay, however old [200]")
      ->check(CLI::Range(1, 1'000'000));
  command->footer(
      "Without --forget-after-days no answer changes: every version can still be read.");
  program.on(*command, [&program, wanted] { return compact(program, *wanted); });
}

}  // namespace vg::cli
