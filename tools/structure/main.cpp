// structure_check <project folder> <file with the targets>: prints what breaks the rules; exit 1
// when something does.
#include "platform/folder/files.hpp"
#include "tools/structure/check.hpp"

#include <filesystem>
#include <iostream>

namespace {

using namespace vg;

structure::Tree read_tree(const std::filesystem::path& root, const std::string& targets) {
  structure::Tree tree;
  tree.targets = structure::read_targets(targets);
  for (const structure::Target& target : tree.targets)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / target.folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() ||
          (extension != ".cpp" && extension != ".hpp" && extension != ".md"))
        continue;
      tree.files[std::filesystem::relative(entry.path(), root).string()] =
          folder::read_file(entry.path()).value_or("");
    }
  return tree;
}

}  // namespace

int main(int argc, char** argv) {
  const auto targets = argc == 3 ? folder::read_file(argv[2]) : std::nullopt;
  if (!targets) {
    std::cerr << "usage: structure_check <project folder> <file with the targets>\n";
    return 2;
  }
  const auto problems = structure::check(read_tree(argv[1], *targets));
  for (const structure::Problem& problem : problems) {
    std::cerr << problem.path;
    if (problem.line > 0) std::cerr << ":" << problem.line;
    std::cerr << ": " << problem.message << "\n";
  }
  return problems.empty() ? 0 : 1;
}
