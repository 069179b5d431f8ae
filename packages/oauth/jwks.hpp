// The public keys of an authorization server: a JSON Web Key Set (RFC 7517, RFC 7518 section 6).
#pragma once

#include "base/result.hpp"
#include "oauth/jws.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vg::oauth {

inline constexpr std::size_t kMaxKeySetBytes = 256 * 1024;
inline constexpr std::size_t kMaxKeys = 64;

// A key that may check signatures. Numbers are bytes, the highest first, without zeros in front
// where their length is open.
struct Key {
  Algorithm algorithm = Algorithm::es256;
  std::optional<std::string> id = {};
  std::string x = {}, y = {};  // ES256: 32 bytes each
  std::string modulus = {},
              exponent = {};  // RS256: 2048 to 8192 bits, and an odd number of at most 4 bytes
};

// The keys of the set that can check an ES256 or RS256 signature; those that are of another kind,
// or for another use, are passed over. At least one is left. Errors: `invalid` for a set that
// nobody should go on with: no set at all, a private or symmetric key in it, a key that is too
// short or malformed, two usable keys of one algorithm and one id, too many or no usable keys.
Result<std::vector<Key>> parse_jwks(std::string_view text);

}  // namespace vg::oauth
