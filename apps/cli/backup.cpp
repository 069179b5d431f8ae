// Snapshots of the database, and going back to one.
#include "platform/sqlite/backup.hpp"

#include "apps/cli/program.hpp"
#include "base/calendar.hpp"
#include "json/write.hpp"
#include "platform/host/world.hpp"

#include <filesystem>
#include <iostream>

namespace vg::cli {
namespace {

// The letters and digits of the time, for the name of a file.
std::string stamp(Instant now) {
  std::string out;
  for (char c : to_iso(now))
    if (c != ':' && c != '-') out += c;
  return out;
}

Status proven(const std::string& file, app::Audit& audit, Instant now) {
  VG_CHECK(sqlite::verify(file));
  VG_TRY(const auto database, sqlite::Database::open({.path = file}));
  DatabaseRunner runner(*database);
  VG_TRY(audit, app::audit(now, runner));
  if (audit.fault_count > 0)
    return Error{
        ErrorCode::invalid,
        file + " contradicts itself: " + audit.faults.front() + "; `voygent doctor` tells all",
        {}};
  return Done();
}

void print(const Program& program, const std::string& file, const std::string& kept,
           const app::Audit& audit) {
  if (program.json) {
    json::Arena arena(1024);
    json::ObjectBuilder out(arena);
    out.add_copy("file", file)
        .add("trips", json::Value(audit.trips))
        .add("events", json::Value(audit.events));
    if (!kept.empty()) out.add_copy("kept", kept);
    std::cout << json::write(out.finish()) << "\n";
    return;
  }
  std::cout << audit.trips << " trips and " << audit.events << " events, checked.\n";
  if (!kept.empty()) std::cout << "The database before is " << kept << "\n";
}

Status take_snapshot(const Program& program, const std::string& file) {
  VG_TRY(const auto installation, program.open());
  VG_TRY(const Settings settings, program.settings());
  VG_CHECK(sqlite::snapshot(settings.text("database"), file));
  VG_TRY(const std::int64_t schema, sqlite::verify(file));
  if (program.json) {
    json::Arena arena(1024);
    std::cout << json::write(json::ObjectBuilder(arena)
                                 .add_copy("file", file)
                                 .add("schema", json::Value(schema))
                                 .finish())
              << "\n";
  } else {
    std::cout << "Written to " << file << "; `voygent restore " << file << "` goes back to it.\n";
  }
  return Done();
}

// The file is looked through on a copy of its own, so that a file on a medium that cannot be
// written stays as it is.
Status restore(const Program& program, const std::string& file, bool may_replace) {
  VG_TRY(const Settings settings, program.settings());
  const std::string& database = settings.text("database");
  std::error_code ignored;
  if (std::filesystem::exists(database) && !may_replace)
    return Error{ErrorCode::conflict,
                 "there is a database " + database +
                     " already; with --replace it is kept beside the "
                     "restored one. Nothing was changed",
                 {}};
  VG_CHECK(sqlite::verify(file));
  const Instant now = host::now();
  const std::string trial = database + ".trial";
  const auto clean_up = [&] {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(trial + end, ignored);
  };
  clean_up();
  std::filesystem::create_directories(std::filesystem::absolute(database).parent_path(), ignored);
  VG_CHECK(sqlite::replace(trial, file, ""));
  app::Audit audit;
  const Status sound = proven(trial, audit, now);
  clean_up();
  VG_CHECK(sound);
  VG_TRY(const std::string kept, sqlite::replace(database, file, ".before-" + stamp(now)));
  print(program, database, kept, audit);
  return Done();
}

}  // namespace

void add_snapshot(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("snapshot", "Copy the database, while it is in use, to a file");
  auto file = std::make_shared<std::string>();
  command->add_option("file", *file, "A file that does not exist yet")->required();
  program.on(*command, [&program, file] { return take_snapshot(program, *file); });
}

void add_restore(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "restore", "Put a snapshot in the place of the database, after checking all of it");
  auto file = std::make_shared<std::string>();
  auto may_replace = std::make_shared<bool>(false);
  command->add_option("file", *file, "Written by `voygent snapshot`")->required();
  command->add_flag("--replace", *may_replace,
                    "Also when there is a database; it is kept under another name");
  command->footer("A single trip goes back with `voygent trip restore`. The server must not run.");
  program.on(*command,
             [&program, file, may_replace] { return restore(program, *file, *may_replace); });
}

}  // namespace vg::cli
