// What must not leave an inventory.
#pragma once

#include <string>
#include <string_view>

namespace vg::inventory {

// The text with `(hidden)` in the place of what is or may be a secret: user and query of an
// address, the value behind a name that says so, anything in the shape of a token, long random
// text.
std::string without_secrets(std::string_view text);

}  // namespace vg::inventory
