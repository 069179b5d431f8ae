#include "apps/cli/program.hpp"
#include "json/write.hpp"
#include "platform/sqlite/connection.hpp"

#include <iomanip>
#include <iostream>
#include <vector>

namespace vg::cli {
namespace {

struct Finding {
  std::string what;
  bool good = true;
  std::string detail;
};

std::string shown(const SettingRow& row, const Setting& setting) {
  if (row.secret) return setting.value.empty() ? "not set" : "set, from " + setting.source;
  return (setting.value.empty() ? "not set" : setting.value) + ", from " + setting.source;
}

Finding integrity(const std::string& path) {
  auto connection = sqlite::Connection::open(path, sqlite::Durability::safe);
  if (!connection) return {"integrity", false, connection.error().message};
  auto said = (*connection)->ask("PRAGMA integrity_check");
  if (!said) return {"integrity", false, said.error().message};
  return {"integrity", *said == "ok", *said};
}

std::vector<Finding> examine(const Settings& settings) {
  std::vector<Finding> out;
  const auto installation = open_installation(settings);
  if (!installation) {
    out.push_back({"database", false, describe(installation.error())});
    return out;
  }
  out.push_back(
      {"database", true, "opened, schema " + std::to_string((*installation)->database->schema())});
  out.push_back(integrity(settings.text("database")));
  for (const auto& [target, host] : (*installation)->sites) {
    const Status reached = host->check();
    out.push_back({"site " + target, reached.has_value(),
                   reached ? "can be reached" : reached.error().message});
  }
  if ((*installation)->sites.empty())
    out.push_back({"sites", true, "none is configured; publish_trip needs --site-staging"});
  return out;
}

void print_json(const Settings& settings, const std::vector<Finding>& findings) {
  json::Arena arena;
  json::ObjectBuilder values(arena);
  for (const SettingRow& row : setting_rows())
    values.add_copy(row.name, shown(row, settings.get(row.name)));
  json::ArrayBuilder list(arena);
  for (const Finding& finding : findings)
    list.add(json::ObjectBuilder(arena)
                 .add_copy("what", finding.what)
                 .add("good", json::Value(finding.good))
                 .add_copy("detail", finding.detail)
                 .finish());
  const json::Value out = json::ObjectBuilder(arena)
                              .add("settings", values.finish())
                              .add("checks", list.finish())
                              .finish();
  std::cout << json::write(out) << "\n";
}

void print_table(const Settings& settings, const std::vector<Finding>& findings) {
  std::cout << "Settings\n";
  for (const SettingRow& row : setting_rows())
    std::cout << "  " << std::left << std::setw(22) << row.name
              << shown(row, settings.get(row.name)) << "\n";
  std::cout << "Checks\n";
  for (const Finding& finding : findings)
    std::cout << "  " << (finding.good ? "ok    " : "WRONG ") << std::setw(18) << finding.what
              << finding.detail << "\n";
}

Status diagnose(Program& program) {
  VG_TRY(const Settings settings, program.settings());
  const std::vector<Finding> findings = examine(settings);
  program.json ? print_json(settings, findings) : print_table(settings, findings);
  for (const Finding& finding : findings)
    if (!finding.good) program.exit = exit_code(ErrorCode::internal);
  return Done();
}

}  // namespace

void add_doctor(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("doctor", "Show the settings and check database and sites");
  program.on(*command, [&program] { return diagnose(program); });
}

}  // namespace vg::cli
