#include "templates/engine/escape.hpp"

#include "base/url.hpp"

#include <array>

namespace vg::templates {
namespace {

constexpr auto kEntities = [] {
  std::array<std::string_view, 256> table{};
  table['&'] = "&amp;";
  table['<'] = "&lt;";
  table['>'] = "&gt;";
  table['"'] = "&quot;";
  table['\''] = "&#39;";
  return table;
}();

}  // namespace

void append_text(std::string& out, std::string_view value) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string_view entity = kEntities[static_cast<unsigned char>(value[i])];
    if (entity.empty()) continue;
    out.append(value, start, i - start);
    out += entity;
    start = i + 1;
  }
  out.append(value, start);
}

void append_attribute(std::string& out, std::string_view value) {
  append_text(out, value);
}

void append_url(std::string& out, std::string_view value) {
  if (is_safe_url(value) ||
      (value.starts_with('#') && value.find_first_of(" \"<>") == std::string_view::npos)) {
    append_text(out, value);
  } else {
    out += '#';
  }
}

}  // namespace vg::templates
