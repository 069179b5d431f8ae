// What every command gets, and how commands are added.
//
// To add a command: a file with its `add_…`, and one line in main.cpp; a command that only calls a
// use case is one row in tool_commands.cpp.
#pragma once

#include "apps/cli/installation.hpp"
#include "apps/cli/settings.hpp"
#include "base/error.hpp"
#include "platform/host/log.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vg::cli {

// Exit codes by class of error; 0 is success. 2 is also what a wrong command line gives.
int exit_code(ErrorCode code);

struct Program {
  std::map<std::string, std::string> flags;  // settings that the command line gave
  std::string file;                          // of --config
  bool json = false;
  int exit = 0;

  Result<Settings> settings() const { return Settings::load(flags, file); }
  Result<std::unique_ptr<Installation>> open() const;

  // Says what is wrong on standard error (as JSON with --json) and sets the exit code.
  void fail(const Error& error);
  // Sets what the command does when it was chosen.
  void on(CLI::App& command, std::function<Status()> run);
};

// The whole of a file, of standard input for `-`. Errors: `invalid` when it cannot be read.
Result<std::string> read_input(const std::string& path);

Result<host::Level> log_level(const Settings& settings);
// Errors: `invalid` when `voygent serve` would refuse them.
Status check_server_settings(const Settings& settings);

void add_serve(CLI::App& app, Program& program);
void add_mcp(CLI::App& app, Program& program);
void add_token(CLI::App& app, Program& program);
void add_trip(CLI::App& app, Program& program);
void add_render(CLI::App& app, Program& program);
void add_publish(CLI::App& app, Program& program);
void add_export(CLI::App& app, Program& program);
void add_compact(CLI::App& app, Program& program);
void add_import(CLI::App& app, Program& program);
void add_cutover(CLI::App& app, Program& program);
void add_snapshot(CLI::App& app, Program& program);
void add_restore(CLI::App& app, Program& program);
void add_inventory(CLI::App& app, Program& program);
void add_rubric(CLI::App& app, Program& program);
void add_doctor(CLI::App& app, Program& program);

}  // namespace vg::cli
