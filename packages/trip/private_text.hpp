// Text that should not be where a client reads it.
#pragma once

#include "json/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

struct PrivateText {
  std::string path;
  std::string_view what;  // `an e-mail address`
};

// E-mail addresses and words such as commission, net rate or passport number in the texts of what a
// client is shown. A help for the advisor, not the defence: that is the allow-list of fields.
std::vector<PrivateText> find_private_text(json::Value shown);

}  // namespace vg::trip
