// Reads TOML 1.0 into nodes.
#pragma once

#include "outline/node.hpp"

namespace vg::formats {

// Members stand in the order of their lines. Errors: `invalid` with line, column and what is wrong
// there.
Result<outline::Node> read_toml(std::string_view text);

}  // namespace vg::formats
