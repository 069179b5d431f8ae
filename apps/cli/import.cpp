// Bringing over what the old system exported.
#include "platform/legacy_import/import.hpp"

#include "apps/cli/legacy_dump.hpp"
#include "apps/cli/program.hpp"
#include "base/digest.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "platform/host/world.hpp"
#include "platform/legacy_import/database_target.hpp"
#include "platform/legacy_import/report.hpp"

#include <filesystem>
#include <iostream>
#include <sstream>

namespace vg::cli {
namespace {

namespace fs = std::filesystem;
namespace li = legacy_import;

struct Wanted {
  std::vector<std::string> files;
  DumpOptions dump;
  std::string report;
  bool dry_run = false;
};

void print_summary(const std::string& file, const li::Outcome& outcome, bool dry_run) {
  const li::Written& written = outcome.written;
  std::cout << file << ": " << outcome.rows << " rows in " << outcome.tables.size() << " tables, "
            << outcome.count(legacy::Count::trips) << " trips, "
            << outcome.count(legacy::Count::clients) << " clients.\n";
  for (legacy::Warning warning : outcome.warnings)
    std::cout << "  warning: " << name_of(warning) << "\n";
  if (dry_run) {
    std::cout << "A dry run: nothing was written.\n";
    return;
  }
  std::cout << "Written: " << written.trips << " trips, " << written.clients << " clients, "
            << written.rows << " rows kept as they were. There already: " << written.trips_there
            << " trips, " << written.clients_there << " clients, " << written.rows_there
            << " rows.\n";
  if (const std::string words = li::words_on_differing(written); !words.empty())
    std::cout << words << "\n";
}

Status write_report(const std::string& path, const li::ReportHead& head,
                    const li::Outcome& outcome) {
  if (path.empty()) return Done();
  std::ostringstream data;
  li::write_json_report(data, head, outcome);
  VG_CHECK(folder::replace_file(path, data.str()));
  std::ostringstream page;
  li::write_page(page, head, outcome);
  return folder::replace_file(fs::path(path).replace_extension(".html"), page.str());
}

Status finish(const Program& program, const Wanted& wanted, const std::string& file,
              const li::Outcome& outcome) {
  const li::ReportHead head{.file = fs::path(file).filename().string(),
                            .source = wanted.dump.source,
                            .dry_run = wanted.dry_run,
                            .at = to_iso(host::now())};
  VG_CHECK(write_report(wanted.report, head, outcome));
  if (outcome.refusal) return refused(file, *outcome.refusal);
  if (program.json) {
    li::write_json_report(std::cout, head, outcome);
  } else {
    print_summary(file, outcome, wanted.dry_run);
    if (!wanted.report.empty())
      std::cout << "The report: " << wanted.report << ", and as a page beside it.\n";
  }
  return Done();
}

Status import_dump(const Program& program, const Wanted& wanted, const std::string& file) {
  VG_TRY(const Settings settings, program.settings());
  ProgressBar bar;
  li::Import import(
      request_of(wanted.dump, file, wanted.dry_run ? std::string() : settings.text("database")),
      &bar);
  VG_CHECK(import.examine());
  if (import.outcome().refusal) return finish(program, wanted, file, import.outcome());
  if (wanted.dry_run) {
    li::NoTarget target;
    VG_CHECK(import.transfer(target));
  } else {
    VG_TRY(const auto installation, program.open());
    li::DatabaseTarget target(*installation->database,
                              import_context(*installation, wanted.dump.source), wanted.dump.source,
                              import.outcome().identity);
    VG_CHECK(target.begin());
    VG_CHECK(import.transfer(target));
  }
  bar.done();
  return finish(program, wanted, file, import.outcome());
}

// Trip documents of another generation: one JSON document in each file.
Status import_document(const Program& program, const Wanted& wanted, const std::string& file) {
  VG_TRY(const std::string text, read_input(file));
  json::Arena arena;
  VG_TRY(const json::Value document, json::parse(arena, text));
  legacy::MappedTrip trip =
      legacy::map_document(document, fs::path(file).filename().string(), wanted.dump.source);
  if (trip.document.empty())
    return Error{ErrorCode::invalid, file + " is no trip document; nothing was stored", {}};
  const std::string id = trip.id;
  li::Written written;
  if (!wanted.dry_run) {
    VG_TRY(const auto installation, program.open());
    li::DatabaseTarget target(*installation->database,
                              import_context(*installation, wanted.dump.source), wanted.dump.source,
                              to_hex(sha256(text)));
    VG_CHECK(target.begin());
    VG_CHECK(target.trip(std::move(trip)));
    VG_CHECK(target.finish());
    written = target.written();
  }
  if (program.json) {
    std::cout << "{\"file\":" << json::quoted(file) << ",\"trip_id\":" << json::quoted(id)
              << ",\"written\":" << written.trips << "}\n";
  } else {
    std::cout << file << ": "
              << (wanted.dry_run      ? "would be "
                  : written.trips > 0 ? "stored as "
                                      : "is there as ")
              << id << "\n";
  }
  return Done();
}

Status run(const Program& program, const Wanted& wanted) {
  if (!wanted.report.empty() && wanted.files.size() > 1)
    return Error{ErrorCode::invalid, "--report takes one file at a time; nothing was imported", {}};
  for (const std::string& file : wanted.files) {
    const bool document = fs::path(file).extension() == ".json";
    VG_CHECK(document ? import_document(program, wanted, file)
                      : import_dump(program, wanted, file));
  }
  return Done();
}

}  // namespace

void add_import(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("import", "Bring over a dump of the old system, or trip documents");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("file", wanted->files, "A dump (.sql), or trip documents (.json)")
      ->required();
  add_dump_options(*command, wanted->dump);
  command->add_flag("--dry-run", wanted->dry_run, "Read and report; open no database");
  command->add_option("--report", wanted->report,
                      "Write what was found as JSON, and as a page with the ending .html");
  command->footer(
      "The dump is read, never run. It is checked to its last byte before the database is opened:\n"
      "one that is refused changes nothing. Import the same file again after an interruption;\n"
      "what is there stays as it is. Rows without a place of their own are kept, for you only.\n"
      "\n"
      "  voygent import dump.sql --dry-run --report report.json\n"
      "  voygent import dump.sql\n"
      "  voygent cutover verify dump.sql");
  program.on(*command, [&program, wanted] { return run(program, *wanted); });
}

}  // namespace vg::cli
