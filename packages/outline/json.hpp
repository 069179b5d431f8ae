// Reads JSON as people write it into configuration files: with comments and trailing commas.
#pragma once

#include "outline/node.hpp"

namespace vg::outline {

// Errors: `invalid` with line, column and what is wrong there; `too_large` over a limit.
Result<Node> read_json(std::string_view text);

}  // namespace vg::outline
