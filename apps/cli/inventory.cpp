// What source trees consist of, in the form that was asked for.
#include "apps/cli/program.hpp"
#include "inventory/report.hpp"
#include "platform/folder/files.hpp"
#include "platform/source_trees/source_trees.hpp"

#include <iostream>
#include <unistd.h>

namespace vg::cli {
namespace {

struct Wanted {
  std::vector<std::string> folders;
  std::string output;
  bool markdown = false, mermaid = false, svg = false;
};

// One line on a terminal, which is gone afterwards.
class Progress {
 public:
  Progress() : shown_(isatty(STDERR_FILENO) == 1) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (drawn_) std::cerr << "\r\x1b[K" << std::flush;
  }

  void draw(std::int64_t done, std::int64_t all) {
    if (!shown_ || all == 0) return;
    constexpr std::int64_t kWidth = 30;
    const auto filled = static_cast<std::size_t>(done * kWidth / all);
    std::cerr << "\r[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
              << done << " of " << all << " files" << std::flush;
    drawn_ = true;
  }

 private:
  bool shown_, drawn_ = false;
};

std::string report_of(const Program& program, const Wanted& wanted,
                      const inventory::Inventory& found) {
  if (program.json) return inventory::as_json(found);
  if (wanted.markdown) return inventory::as_markdown(found);
  if (wanted.mermaid) return inventory::as_mermaid(inventory::graph_of(found));
  if (wanted.svg) return inventory::as_svg(inventory::graph_of(found));
  return inventory::as_table(found);
}

Result<inventory::Inventory> take(const Wanted& wanted) {
  Progress progress;
  return source_trees::take_inventory(
      wanted.folders,
      {.progress = [&](std::int64_t done, std::int64_t all) { progress.draw(done, all); }});
}

Status list_tree(const Program& program, const Wanted& wanted) {
  if (program.json + wanted.markdown + wanted.mermaid + wanted.svg > 1)
    return Error{ErrorCode::invalid,
                 "--json, --markdown, --mermaid and --svg are different answers; give one of them",
                 {}};
  VG_TRY(const inventory::Inventory found, take(wanted));
  const std::string report = report_of(program, wanted, found);
  if (wanted.output.empty()) {
    std::cout << report;
    return Done();
  }
  VG_CHECK(folder::replace_file(wanted.output, report));
  if (!program.json)
    std::cout << inventory::summary_of(found.counts) << "\nWritten: " << wanted.output << "\n";
  return Done();
}

}  // namespace

void add_inventory(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("inventory", "List what the source trees of another system consist of");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("folder", wanted->folders, "Source trees")->required();
  command->add_flag("--markdown", wanted->markdown, "Answer with Markdown");
  command->add_flag("--mermaid", wanted->mermaid,
                    "Answer with a Mermaid graph of what depends on what");
  command->add_flag("--svg", wanted->svg, "Answer with that graph as a drawing");
  command->add_option("--output", wanted->output, "Write the answer to this file");
  command->footer(
      "Finds Workers and bindings, MCP servers and tools, queries and those in loops, Render "
      "services,\n"
      "workflows, chats, images, external APIs. Secrets are told by their place, never by their "
      "value.");
  program.on(*command, [&program, wanted] { return list_tree(program, *wanted); });
}

}  // namespace vg::cli
