// Writes JSON: no white space, UTF-8 as it is, only what must be escaped is escaped. One value, one
// spelling.
#pragma once

#include "json/value.hpp"

#include <string>
#include <string_view>

namespace vg::json {

void append(std::string& out, Value value);
void append_quoted(std::string& out, std::string_view text);
std::string quoted(std::string_view text);
std::string write(Value value);

// Members sorted by key at every level: equal values give equal bytes. For fingerprints.
std::string write_sorted(Value value);

// Two spaces of indentation; for people and for files under version control.
std::string write_pretty(Value value);

}  // namespace vg::json
