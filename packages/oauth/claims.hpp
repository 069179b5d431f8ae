// What a token says, once its signature is known to be good.
#pragma once

#include "base/calendar.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vg::oauth {

// How far the clocks of two servers may be apart.
inline constexpr std::int64_t kLeewayMs = 60'000;
inline constexpr std::size_t kMaxSubjectBytes = 255;

struct Claims {
  std::string subject;
  std::string scopes;  // those of this product, with blanks between them; may be empty
};

// Whether a text can be the subject of a token: 1 to 255 bytes of UTF-8 without control characters.
bool is_subject(std::string_view text);

// The payload is a JSON object; `iss` is the issuer byte for byte; `aud`, a text or a list, names
// one of the audiences; `exp` is there and not over; `nbf` and `iat` are over if they are there;
// `sub` is a subject. Scopes come from `scope` (words) and `scp` (words or a list). Errors:
// `unauthenticated` with the claim at fault, never with what stands in it.
Result<Claims> check_claims(std::string_view payload, std::string_view issuer,
                            std::span<const std::string> audiences, Instant now);

}  // namespace vg::oauth
