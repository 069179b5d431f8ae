// A JSON Web Token as it travels: JWS compact serialization (RFC 7515), read strictly. Nothing of
// what stands in the header is trusted beyond the choice among the keys of this installation: a
// key, or an address of one, that a token brings along is not looked at.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::oauth {

// What a signature may be made with. No symmetric one, so that a public key is never a secret.
enum class Algorithm : std::uint8_t {
  es256,  // ECDSA on P-256 with SHA-256
  rs256   // RSASSA-PKCS1-v1_5 with SHA-256
};
// Of the name in a header or a key set; nothing for every other one.
std::optional<Algorithm> algorithm_named(std::string_view name);

inline constexpr std::size_t kMaxTokenBytes = 8 * 1024;
inline constexpr std::size_t kMaxKeyIdBytes = 256;

struct Jws {
  Algorithm algorithm = Algorithm::es256;
  std::optional<std::string> key_id = {};
  std::string_view signed_part;  // header and payload as they came: a view into the token
  std::string payload;           // decoded
  std::string signature;         // decoded
};

// Three parts in base64url without padding; a header without duplicate members whose `alg` is one
// of the two, without `crit`, and with a `typ` of a token if it has one. Says nothing about the
// signature. Errors: `unauthenticated` with the part at fault, never with what stands in it.
Result<Jws> parse_jws(std::string_view token);

}  // namespace vg::oauth
