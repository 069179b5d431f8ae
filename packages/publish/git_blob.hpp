// The name that Git gives to the bytes of a file: whether a file has to be written is known without
// reading the one that is there.
#pragma once

#include <string>
#include <string_view>

namespace vg::publish {

// SHA-1 (FIPS 180-4) over `blob <length>\0` and the bytes, as 40 hexadecimal digits. Says what is
// equal, and protects nothing: whoever can make two files of one name can write the site anyway.
std::string git_blob_id(std::string_view bytes);

// Whether a text has the form of one: 40 digits, lower case.
bool is_git_id(std::string_view text);

}  // namespace vg::publish
