// An inventory as text, in the forms that the command offers. All end with a line feed, and equal
// inventories give equal bytes.
#pragma once

#include "inventory/graph.hpp"

namespace vg::inventory {

std::string as_table(const Inventory& inventory);
std::string as_json(const Inventory& inventory);
std::string as_markdown(const Inventory& inventory);
std::string as_mermaid(const Graph& graph);
// A drawing with a title and a description, without anything from elsewhere.
std::string as_svg(const Graph& graph);

// `42 files read (1.2 MB); left out: 3 folders of vendored code, 1 binary file`.
std::string summary_of(const Counts& counts);

}  // namespace vg::inventory
