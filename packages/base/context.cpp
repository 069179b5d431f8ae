#include "base/context.hpp"

#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace vg {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::string_view kTripPrefix = "t_";

// What is drawn from a seed.
constexpr std::uint32_t kName = 0;
constexpr std::uint32_t kFork = 1;

}  // namespace

std::string IdSource::random(std::size_t length) {
  VG_ASSERT(length <= 51);
  settle();
  return to_base32(draw(kName, drawn_++)).substr(0, length);
}

IdSource IdSource::fork() {
  if (depth_ == kMostForks) settle();
  IdSource out = *this;
  out.forks_[out.depth_++] = drawn_++;
  out.drawn_ = 0;
  return out;
}

void IdSource::settle() {
  for (std::uint8_t i = 0; i < depth_; ++i) seed_ = draw(kFork, forks_[i]);
  depth_ = 0;
}

IdSource::Seed IdSource::draw(std::uint32_t purpose, std::uint32_t number) const {
  const std::array<std::uint32_t, 2> words = {purpose, number};
  return hmac_sha256({reinterpret_cast<const char*>(seed_.data()), seed_.size()},
                     {reinterpret_cast<const char*>(words.data()), sizeof words});
}

bool Actor::may(std::string_view scope) const {
  return !granted || has_word(*granted, scope);
}

Actor Actor::from_token(std::string_view token) {
  return {.token_hash = to_hex(sha256(token)), .tenant = {}};
}

Actor Actor::local(std::string_view tenant) {
  return {.token_hash = {}, .tenant = std::string(tenant)};
}

std::string make_trip_id(Context& context) {
  std::string out(kTripPrefix);
  const auto ms = static_cast<std::uint64_t>(context.now.ms);
  for (int shift = 45; shift >= 0; shift -= 5) out += kAlphabet[ms >> shift & 31U];
  return out + context.ids.random(6);
}

bool is_trip_id(std::string_view text) {
  if (!text.starts_with(kTripPrefix) || text.size() != kTripPrefix.size() + 16) return false;
  return text.substr(kTripPrefix.size()).find_first_not_of(kAlphabet) == std::string_view::npos;
}

}  // namespace vg
