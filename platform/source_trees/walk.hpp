// The files of a tree.
#pragma once

#include "inventory/inventory.hpp"

namespace vg::source_trees {

struct File {
  std::string path;   // to open it
  std::string shown;  // below its root
};

struct Walk {
  std::vector<File> files;  // sorted by what is shown
  inventory::Counts counts;
  inventory::Scan problems;
};

// Adds the files below `root`. Links are not followed, so that a loop is none.
void walk(const std::string& root, const std::string& shown_before, Walk& out);

}  // namespace vg::source_trees
