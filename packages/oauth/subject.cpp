#include "oauth/subject.hpp"

#include "base/digest.hpp"

namespace vg::oauth {

// The length in front of the issuer: no other pair gives the same text.
std::string subject_hash(std::string_view issuer, std::string_view subject) {
  std::string text(1, '\0');
  text.append("voygent subject 1 ").append(std::to_string(issuer.size())).append(":");
  return to_hex(sha256(text.append(issuer).append(subject)));
}

}  // namespace vg::oauth
