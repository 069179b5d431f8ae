#include "base/url.hpp"

#include "base/text.hpp"

#include <string>

namespace vg {
namespace {

bool has_unsafe_character(std::string_view url) {
  for (char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '\\' || c == '"' || c == '<' || c == '>' || c == '`')
      return true;
  }
  return false;
}

bool has_plain_host(std::string_view after_scheme) {
  if (!after_scheme.starts_with("//")) return false;
  const std::string_view authority =
      after_scheme.substr(2, after_scheme.find_first_of("/?#", 2) - 2);
  return !authority.empty() && authority.find('@') == std::string_view::npos;
}

}  // namespace

bool is_local_path(std::string_view url) {
  if (url.empty() || has_unsafe_character(url) || url.starts_with('/')) return false;
  if (url.find(':') != std::string_view::npos || url.find('%') != std::string_view::npos)
    return false;
  for (std::string_view segment : split(url.substr(0, url.find_first_of("?#")), '/'))
    if (segment == "..") return false;
  return true;
}

bool is_safe_url(std::string_view url) {
  if (url.empty() || has_unsafe_character(url) || !is_utf8(url)) return false;
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos || url.find_first_of("/?#") < colon)
    return is_local_path(url);
  const std::string scheme = to_lower_ascii(url.substr(0, colon));
  const std::string_view rest = url.substr(colon + 1);
  if (scheme == "http" || scheme == "https") return has_plain_host(rest);
  return (scheme == "mailto" || scheme == "tel") && !rest.empty() && !rest.starts_with("//");
}

}  // namespace vg
