#include "base/context.hpp"

#include "base/digest.hpp"
#include "base/result.hpp"

namespace vg {

std::string IdSource::random(std::size_t length) {
  VG_ASSERT(length <= 51);
  return to_base32(draw(0)).substr(0, length);
}

IdSource IdSource::fork() {
  return IdSource(draw(1));
}

IdSource::Seed IdSource::draw(std::uint32_t purpose) {
  const std::array<std::uint32_t, 2> words = {purpose, drawn_++};
  return hmac_sha256({reinterpret_cast<const char*>(seed_.data()), seed_.size()},
                     {reinterpret_cast<const char*>(words.data()), sizeof words});
}

Actor Actor::from_token(std::string_view token) {
  return {.token_hash = to_hex(sha256(token)), .tenant = {}};
}

Actor Actor::local(std::string_view tenant) {
  return {.token_hash = {}, .tenant = std::string(tenant)};
}

std::string make_trip_id(Context& context) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out = "t_";
  const auto ms = static_cast<std::uint64_t>(context.now.ms);
  for (int shift = 45; shift >= 0; shift -= 5) out += kAlphabet[ms >> shift & 31U];
  return out + context.ids.random(6);
}

}  // namespace vg
