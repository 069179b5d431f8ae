#include "apps/cli/program.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <csignal>
#include <exception>

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
constexpr const char* kFooterOfCommands =
    "Every command takes the settings too, such as --database, and --json; `voygent --help` lists "
    "them.";

void add_settings(CLI::App& app, Program& program) {
  app.add_option("--config", program.file, "Settings file; voygent.toml of this folder unless said")
      ->group("Settings");
  app.add_flag("--json", program.json, "Answer with JSON, for programs");
  for (const SettingRow& row : setting_rows()) {
    const std::string name(row.name);
    if (row.secret) {  // taken only to be refused with advice, and never kept
      app.add_option_function<std::string>(
             "--" + name, [&program, name](const std::string&) { program.flags[name].clear(); })
          ->group("");
      continue;
    }
    std::string doc(row.doc);
    if (!row.fallback.empty()) doc += " [" + std::string(row.fallback) + "]";
    app.add_option_function<std::string>(
           "--" + name, [&program, name](const std::string& value) { program.flags[name] = value; },
           doc)
        ->group("Settings");
  }
}

std::string commands_of(const CLI::App& app) {
  std::string out;
  for (const CLI::App* command : app.get_subcommands(nullptr))
    out.append(out.empty() ? "" : ", ").append(command->get_name());
  return out;
}

std::string options_of(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options(nullptr))
    if (!option->get_group().empty())
      out.append(out.empty() ? "" : ", ").append(option->get_name());
  return out;
}

// What is wrong with the command line, and what there is to choose from.
Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  std::string called = "voygent";
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    called += " " + command->get_name();
  }
  const std::vector<std::string> unknown = app.remaining(true);
  std::string message = error.what();
  if (!unknown.empty() && unknown.front().starts_with('-')) {
    message = "there is no option " + one_line(unknown.front(), 60) + "; " + called + " takes " +
              options_of(*command);
  } else if (command->get_require_subcommand_min() > 0) {
    message = unknown.empty() ? "a command is missing"
                              : "there is no command " + one_line(unknown.front(), 60);
    message += "; " + called + " has " + commands_of(*command);
  } else if (!unknown.empty()) {
    message = "\"" + one_line(unknown.front(), 60) + "\" is one word too many";
  }
  return {ErrorCode::invalid, message + "\nSee `" + called + " --help`.", {}};
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app(kDescription, "voygent");
  app.footer(kFooterOfCommands);  // commands take it over when they are added
  app.set_version_flag("--version", VG_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Program program;
  add_settings(app, program);
  for (auto* add :
       {add_serve, add_mcp, add_token, add_trip, add_render, add_publish, add_export, add_import,
        add_cutover, add_compact, add_snapshot, add_restore, add_inventory, add_rubric, add_doctor})
    add(app, program);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    program.json = app.count("--json") > 0;
    program.fail(usage_error(app, error));
  } catch (const std::exception& error) {
    program.fail({ErrorCode::internal, error.what(), {}});
  }
  return program.exit;
}

}  // namespace
}  // namespace vg::cli

int main(int argc, char** argv) {
  return vg::cli::run(argc, argv);
}
