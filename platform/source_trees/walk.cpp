#include "platform/source_trees/walk.hpp"

#include <algorithm>
#include <filesystem>

namespace vg::source_trees {
namespace {

namespace fs = std::filesystem;

struct Folder {
  std::string path, shown;
};

void add_problem(Walk& out, const std::string& shown, std::string_view message) {
  inventory::Source source;
  source.path = shown;
  inventory::add_fact(out.problems, inventory::Kind::problem, source, 0, "unreadable")
      .set("message", message);
  ++out.counts.unreadable;
}

void take(const fs::directory_entry& entry, const Folder& in, std::vector<Folder>& folders,
          Walk& out) {
  const std::string name = entry.path().filename().string();
  const std::string shown = in.shown.empty() ? name : in.shown + "/" + name;
  std::error_code error;
  const fs::file_type type = entry.symlink_status(error).type();
  if (type == fs::file_type::directory) {
    if (inventory::is_vendored_folder(name)) {
      ++out.counts.vendored_folders;
    } else {
      folders.push_back({entry.path().string(), shown});
    }
    return;
  }
  ++out.counts.files;
  if (type == fs::file_type::symlink) {
    ++out.counts.links;
  } else if (type != fs::file_type::regular) {
    ++out.counts.special;
  } else if (inventory::is_binary_name(name)) {
    ++out.counts.binary;
  } else {
    out.files.push_back({entry.path().string(), shown});
  }
}

}  // namespace

void walk(const std::string& root, const std::string& shown_before, Walk& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.files.size());
  std::vector<Folder> folders = {{root, shown_before}};
  while (!folders.empty()) {
    const Folder folder = std::move(folders.back());
    folders.pop_back();
    std::error_code error;
    fs::directory_iterator entries(folder.path, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error))
      take(*entries, folder, folders, out);
    if (error)
      add_problem(out, folder.shown.empty() ? "." : folder.shown,
                  "the folder cannot be read: " + error.message());
  }
  std::sort(out.files.begin() + first, out.files.end(),
            [](const File& a, const File& b) { return a.shown < b.shown; });
}

}  // namespace vg::source_trees
