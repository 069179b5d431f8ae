// A client's data: all of it as a file, and taking it away.
#include "app/erasure.hpp"
#include "apps/cli/program.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "platform/host/world.hpp"

#include <iostream>
#include <sys/stat.h>

namespace vg::cli {
namespace {

struct Wanted {
  std::string who, out;
  bool confirmed = false;
};

std::string summary(const app::ClientData& data) {
  std::string out = data.id + ": " + std::to_string(data.trips.size()) + " trips, " +
                    std::to_string(data.kept_rows) + " rows of an older system.\n";
  for (const std::string& trip : data.trips) out += "  " + trip + "\n";
  if (!data.named_in.empty()) {
    out += "Named in trips of others, which are not changed:\n";
    for (const std::string& trip : data.named_in) out += "  " + trip + "\n";
  }
  return out;
}

Status export_data(const Program& program, const Wanted& wanted) {
  VG_TRY(const auto installation, program.open());
  DatabaseRunner runner(*installation->database);
  const Context context = local_context(*installation);
  VG_TRY(const app::ClientData data, app::find_client_data(context, wanted.who, runner));
  VG_TRY(const std::string text, app::client_data_json(context, data, runner));
  if (wanted.out.empty()) {
    std::cout << text;
    return Done();
  }
  const mode_t before = ::umask(077);
  const Status written = folder::replace_file(wanted.out, text);
  ::umask(before);
  VG_CHECK(written);
  std::cout << summary(data) << "Written to " << wanted.out << ", for you alone to read.\n";
  return Done();
}

Status erase(const Program& program, const Wanted& wanted) {
  VG_TRY(const auto installation, program.open());
  DatabaseRunner runner(*installation->database);
  const Context context = local_context(*installation);
  VG_TRY(const app::ClientData data, app::find_client_data(context, wanted.who, runner));
  if (!wanted.confirmed) {
    std::cout << summary(data)
              << "Nothing was erased. Repeat the command with --confirm to erase it for good.\n";
    return Done();
  }
  VG_CHECK(installation->database->overwrite_deleted());
  VG_CHECK(app::erase_client(context, data, runner));
  // Copies of what was deleted may stand in pages that were free before, and in the write-ahead
  // log.
  VG_CHECK(installation->database->scrub());
  host::log(host::Level::audit, "erasure", {{"subject", data.id}, {"actor", "local"}});
  std::cout << summary(data)
            << "Erased. Snapshots and backups still hold it; so does what was published and "
               "copied.\n";
  return Done();
}

}  // namespace

void add_client(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("client", "All that is stored about a client");
  group->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();
  CLI::App* all = group->add_subcommand("export", "Everything as JSON, private facts included");
  all->add_option("client", wanted->who, "Id or e-mail address")->required();
  all->add_option("--out", wanted->out, "A file in place of standard output");
  program.on(*all, [&program, wanted] { return export_data(program, *wanted); });
  CLI::App* gone = group->add_subcommand("erase", "Take the client and its trips away for good");
  gone->add_option("client", wanted->who, "Id or e-mail address")->required();
  gone->add_flag("--confirm", wanted->confirmed,
                 "Do it; without it the command only says what it is");
  gone->footer(
      "Pages of its trips have to be taken down before: voygent publish <trip> --takedown");
  program.on(*gone, [&program, wanted] { return erase(program, *wanted); });
}

}  // namespace vg::cli
