#include "oauth/claims.hpp"

#include "base/context.hpp"
#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/parse.hpp"

#include <algorithm>
#include <optional>

namespace vg::oauth {
namespace {

using json::Value;

constexpr json::ParseLimits kLimits{.depth = 16, .values = 2'000};
constexpr double kMaxSeconds = 1e12;  // some thirty thousand years

Error bad(std::string_view what) {
  return {ErrorCode::unauthenticated, "the token is not good: " + std::string(what), {}};
}

// Seconds since 1970, maybe with a fraction, as milliseconds; nothing when it is no such number.
std::optional<std::int64_t> milliseconds(const Value& time) {
  if (!time.is_number()) return std::nullopt;
  const double seconds = json::to_double(time);
  if (!(seconds >= 0 && seconds <= kMaxSeconds)) return std::nullopt;
  return static_cast<std::int64_t>(seconds * 1000);
}

Status check_times(const Value& claims, Instant now) {
  const auto expires = milliseconds(claims.get("exp"));
  if (!expires) return bad("it does not say until when it is good");
  if (now.ms >= *expires + kLeewayMs) return bad("it is over; get a new one");
  for (const std::string_view name : {"nbf", "iat"}) {
    const Value* time = claims.find(name);
    if (time == nullptr) continue;
    const auto begins = milliseconds(*time);
    if (!begins) return bad("a time in it is none");
    if (now.ms + kLeewayMs < *begins) return bad("it is not good yet");
  }
  return Done();
}

bool names(const Value& claim, std::span<const std::string> audiences) {
  const auto is_one = [&](const Value& value) {
    return value.is_string() && std::ranges::find(audiences, value.text()) != audiences.end();
  };
  return is_one(claim) || std::ranges::any_of(claim.items(), is_one);
}

bool lists(const Value& claim, std::string_view scope) {
  if (claim.is_string()) return has_word(claim.text(), scope);
  return std::ranges::any_of(
      claim.items(), [&](const Value& word) { return word.is_string() && word.text() == scope; });
}

std::string scopes_of(const Value& claims) {
  std::string out;
  for (const std::string_view scope : split(kScopes, ' '))
    if (has_word(claims.get_text("scope"), scope) || lists(claims.get("scp"), scope))
      out.append(out.empty() ? "" : " ").append(scope);
  return out;
}

}  // namespace

bool is_subject(std::string_view text) {
  return !text.empty() && text.size() <= kMaxSubjectBytes && is_utf8(text) && !cleaned(text) &&
         text.find_first_of("\n\t") == std::string_view::npos;
}

Result<Claims> check_claims(std::string_view payload, std::string_view issuer,
                            std::span<const std::string> audiences, Instant now) {
  json::Arena arena(4 * 1024);
  const auto claims = json::parse(arena, payload, kLimits);
  if (!claims || !claims->is_object()) return bad("its content is no JSON object");
  const Value from = claims->get("iss");
  if (!from.is_string() || from.text() != issuer) return bad("another issuer made it");
  if (!names(claims->get("aud"), audiences)) return bad("it was made for another server");
  VG_CHECK(check_times(*claims, now));
  const Value subject = claims->get("sub");
  if (!subject.is_string() || !is_subject(subject.text())) return bad("it names no subject");
  return Claims{std::string(subject.text()), scopes_of(*claims)};
}

}  // namespace vg::oauth
