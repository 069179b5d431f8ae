#include "apps/cli/finding.hpp"
#include "apps/cli/program.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "platform/host/world.hpp"
#include "platform/sqlite/connection.hpp"
#include "platform/sqlite/plans.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <optional>
#include <vector>

namespace vg::cli {
namespace {

std::string shown(const SettingRow& row, const Setting& setting) {
  if (row.secret) return setting.value.empty() ? "not set" : "set, from " + setting.source;
  return (setting.value.empty() ? "not set" : setting.value) + ", from " + setting.source;
}

// Every statement walks an index; a dropped one shows here.
Finding query_plans(const std::string& path) {
  const auto examine = [&]() -> Status {
    VG_TRY(const auto connection, sqlite::Connection::open(path, sqlite::Durability::safe));
    VG_TRY(const auto plans, sqlite::plans(*connection));
    std::string bad;
    for (const sqlite::Plan& plan : plans)
      if (plan.regressed) bad += (bad.empty() ? "" : ", ") + std::string(plan.statement);
    if (!bad.empty())
      return Error{ErrorCode::internal, "these read whole tables or sort: " + bad, {}};
    return Done();
  };
  return finding("query plans", examine(), "every statement walks an index");
}

// Every trip is what its events make of it, and is found by its words.
Finding consistency(sqlite::Database& database) {
  DatabaseRunner runner(database);
  const auto audit = app::audit(host::now(), runner);
  if (!audit) return finding("trips", audit.error(), {});
  if (audit->fault_count == 0)
    return {"trips", std::to_string(audit->trips) + " trips are what their " +
                         std::to_string(audit->events) + " events make"};
  std::string faults;
  for (const std::string& fault : audit->faults) faults += "\n    " + fault;
  return {"trips", count_of(audit->fault_count, "fault") + faults, ErrorCode::internal};
}

Finding integrity(const std::string& path) {
  const auto examine = [&]() -> Status {
    VG_TRY(const auto connection, sqlite::Connection::open(path, sqlite::Durability::safe));
    VG_TRY(std::string said, connection->ask("PRAGMA integrity_check"));
    if (said != "ok") return Error{ErrorCode::internal, std::move(said), {}};
    return Done();
  };
  return finding("integrity", examine(), "ok");
}

std::vector<Finding> examine(const Settings& settings) {
  std::vector<Finding> out = {
      finding("server", check_server_settings(settings), "its settings can be used")};
  for (const std::string& name : Settings::unknown_variables())
    out.push_back({"environment", name + " is no setting; see the list above", ErrorCode::invalid});
  const auto installation = open_installation(settings);
  if (!installation) {
    const Error& error = installation.error();
    out.push_back(finding(error.code == ErrorCode::invalid ? "settings" : "database", error, {}));
    return out;
  }
  out.push_back(
      {"database", "opened, schema " + std::to_string((*installation)->database->schema())});
  out.push_back(integrity(settings.text("database")));
  out.push_back(query_plans(settings.text("database")));
  out.push_back(consistency(*(*installation)->database));
  for (const auto& [target, host] : (*installation)->sites)
    out.push_back(finding("site " + target, host->check(), "can be reached"));
  if ((*installation)->sites.empty())
    out.push_back({"sites", "none is configured; publishing needs --site-staging"});
  return out;
}

json::Value list_of(json::Arena& arena, const std::vector<Finding>& findings) {
  json::ArrayBuilder list(arena);
  for (const Finding& finding : findings)
    list.add(json::ObjectBuilder(arena)
                 .add_copy("what", finding.what)
                 .add("good", json::Value(finding.good()))
                 .add_copy("detail", finding.detail)
                 .finish());
  return list.finish();
}

void print_json(const Settings& settings, const std::vector<Finding>& findings) {
  json::Arena arena;
  json::ObjectBuilder values(arena);
  for (const SettingRow& row : setting_rows())
    values.add_copy(row.name, shown(row, settings.get(row.name)));
  const json::Value out = json::ObjectBuilder(arena)
                              .add("settings", values.finish())
                              .add("checks", list_of(arena, findings))
                              .finish();
  std::cout << json::write(out) << "\n";
}

void print_checks(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    std::cout << "  " << (finding.good() ? "ok    " : "WRONG ") << std::left << std::setw(18)
              << finding.what << finding.detail << "\n";
}

void print_table(const Settings& settings, const std::vector<Finding>& findings) {
  std::cout << "Settings\n";
  for (const SettingRow& row : setting_rows())
    std::cout << "  " << std::left << std::setw(25) << row.name
              << shown(row, settings.get(row.name)) << "\n";
  std::cout << "Checks\n";
  print_checks(findings);
}

// The first fault decides.
Status ended(Program& program, const std::vector<Finding>& findings) {
  const auto first = std::ranges::find_if_not(findings, &Finding::good);
  if (first != findings.end()) program.exit = exit_code(*first->fault);
  return Done();
}

Status diagnose(Program& program) {
  VG_TRY(const Settings settings, program.settings());
  const std::vector<Finding> findings = examine(settings);
  program.json ? print_json(settings, findings) : print_table(settings, findings);
  return ended(program, findings);
}

Status diagnose_remote(Program& program, const std::string& url, const Looked& looked) {
  VG_TRY(const Settings settings, program.settings());
  const std::vector<Finding> findings = examine_remote(url, settings.text("token"), looked);
  if (program.json) {
    json::Arena arena;
    std::cout << json::write(json::ObjectBuilder(arena)
                                 .add_copy("url", url)
                                 .add("checks", list_of(arena, findings))
                                 .finish())
              << "\n";
  } else {
    print_checks(findings);
  }
  return ended(program, findings);
}

}  // namespace

void add_doctor(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("doctor", "Show the settings and check database and sites");
  auto remote = std::make_shared<std::string>();
  auto looked = std::make_shared<Looked>();
  command->add_option("--remote", *remote,
                      "Look at the deployment at this address instead, as its clients reach it");
  command->add_option("--expect", looked->version, "The version that has to be there")
      ->needs("--remote");
  command->add_flag("--health", looked->health_only, "Only whether it is well; needs no token")
      ->needs("--remote");
  command->footer(
      "For --remote the token comes from VOYGENT_TOKEN. Nothing is changed.\n"
      "\n"
      "  voygent doctor --remote https://trips.example.com --expect " VG_VERSION);
  program.on(*command, [&program, remote, looked] {
    return remote->empty() ? diagnose(program) : diagnose_remote(program, *remote, *looked);
  });
}

}  // namespace vg::cli
