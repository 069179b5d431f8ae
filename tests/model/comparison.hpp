// Runs a sequence of commands on the product and on the model side by side.
#pragma once

#include "tests/contract/workbench.hpp"
#include "tests/model/commands.hpp"
#include "tests/model/model.hpp"

#include <map>
#include <string>
#include <string_view>

namespace vg::model {

// How often each answer to each tool was seen: `edit_trip conflict`.
using Counts = std::map<std::string, int>;

// May change what is sent to the product, for tests of this comparison itself.
using Sabotage = void (*)(const std::string& tool, Tree& arguments);

struct Difference {
  std::size_t step = 0;
  std::string what;  // empty: there is none
};

// For two tenants of its own. After every step it compares
//   the answer: its class, version, what is read and found, as far as it says so;
//   every trip of both tenants: version, document, kind and time of its events;
//   the document with the fold of its events, byte for byte;
//   every event with what it was when it was first seen, byte for byte;
// and at the end every version of every trip and its offers. Stops at the first difference.
Difference compare(test::Workbench& bench, const Sequence& sequence, Counts& counts,
                   Sabotage sabotage = nullptr);

}  // namespace vg::model
