// Reads YAML 1.1 into nodes.
#pragma once

#include "outline/node.hpp"

namespace vg::formats {

// The first document of the text; an empty text is a null. Aliases are copied, merge keys (`<<`)
// are applied, tags are passed over. Errors: `invalid` with line, column and what is wrong there;
// `too_large` over a limit.
Result<outline::Node> read_yaml(std::string_view text);

}  // namespace vg::formats
