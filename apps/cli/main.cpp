#include "apps/cli/program.hpp"

#include <algorithm>
#include <csignal>
#include <iostream>

namespace vg::cli {
namespace {

constexpr const char* kDescription =
    "Voygent stores a travel advisor's trips, serves them to a chat, and publishes client pages.";
constexpr const char* kFooter =
    "First steps:\n"
    "  voygent token create me            make a token for a chat client; shown once\n"
    "  voygent serve                      MCP on http://127.0.0.1:8787/mcp, REST beside it\n"
    "  voygent mcp                        MCP on standard input and output, for a local client\n"
    "  voygent trip create trip.json      store a trip document; `voygent trip --help` for more\n"
    "  voygent doctor                     what is configured and whether it works\n"
    "\n"
    "Settings come from flags, then VOYGENT_<NAME>, then voygent.toml.\n"
    "Exit codes: 0 done, 1 a fault of the program, 2 bad input, 3 not found, 4 conflict,\n"
    "5 not allowed, 6 not available.";

void add_settings(CLI::App& app, Program& program) {
  app.add_option("--config", program.file, "Settings file; voygent.toml of this folder unless said")
      ->group("Settings");
  app.add_flag("--json", program.json, "Answer with JSON, for programs");
  for (const SettingRow& row : setting_rows()) {
    if (row.secret) continue;
    const std::string name(row.name);
    std::string doc(row.doc);
    if (!row.fallback.empty()) doc += " [" + std::string(row.fallback) + "]";
    app.add_option_function<std::string>(
           "--" + name, [&program, name](const std::string& value) { program.flags[name] = value; },
           doc)
        ->group("Settings");
  }
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app(kDescription, "voygent");
  app.footer(kFooter);
  app.set_version_flag("--version", VG_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Program program;
  add_settings(app, program);
  for (auto* add :
       {add_serve, add_mcp, add_token, add_trip, add_render, add_publish, add_export, add_doctor})
    add(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_code(ErrorCode::invalid);
  }
  return program.exit;
}

}  // namespace
}  // namespace vg::cli

int main(int argc, char** argv) {
  return vg::cli::run(argc, argv);
}
