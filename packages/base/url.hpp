// Which addresses may stand in a link. An allow-list: what is not known to be harmless is refused.
#pragma once

#include <string_view>

namespace vg {

// True for `https:`, `http:` with a host and without credentials, `mailto:`, `tel:`, and for
// relative paths without `..`. False for every other scheme, scheme-relative addresses, back
// slashes, white space and control characters.
bool is_safe_url(std::string_view url);

// A relative path inside a site, such as `media/room.jpg`.
bool is_local_path(std::string_view url);

}  // namespace vg
