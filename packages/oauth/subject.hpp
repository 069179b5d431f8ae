// Under which hash a subject of an authorization server stands in the table of tokens.
#pragma once

#include <string>
#include <string_view>

namespace vg::oauth {

// SHA-256 in hexadecimal digits of a text that begins with a NUL. No token begins so: neither a
// header nor a variable of the environment can hold one. So nobody who merely knows issuer and
// subject can send something that has this hash.
std::string subject_hash(std::string_view issuer, std::string_view subject);

}  // namespace vg::oauth
