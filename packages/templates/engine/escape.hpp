// Escaping by context. What a value means is decided by the place it stands in, never by the value.
#pragma once

#include <string>
#include <string_view>

namespace vg::templates {

void append_text(std::string& out, std::string_view value);       // between tags
void append_attribute(std::string& out, std::string_view value);  // inside double quotes
// An address inside double quotes; `#` in place of one that base/url.hpp does not allow.
void append_url(std::string& out, std::string_view value);

}  // namespace vg::templates
