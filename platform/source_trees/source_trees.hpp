// Reads source trees and takes their inventory.
#pragma once

#include "inventory/inventory.hpp"

#include <functional>

namespace vg::source_trees {

struct Options {
  unsigned threads = 0;  // 0 for one of each processor
  // Told from the calling thread now and then; may be empty.
  std::function<void(std::int64_t done, std::int64_t all)> progress = {};
};

// Paths are those below the one root; below several, each has its root before it. Errors:
// `invalid` when a root is no folder that can be read.
Result<inventory::Inventory> take_inventory(const std::vector<std::string>& roots,
                                            const Options& options = {});

}  // namespace vg::source_trees
