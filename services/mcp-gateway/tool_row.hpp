// A tool as a model meets it: a use case with a title, words and hints. Arguments come from the use
// case itself.
#pragma once

#include "mcp/server.hpp"

#include <span>
#include <string_view>

namespace vg::gateway {

struct ToolRow {
  std::string_view name;  // of the use case
  std::string_view title;
  std::string_view description;  // first the words that somebody would search for
  mcp::Hints hints;
};

}  // namespace vg::gateway
