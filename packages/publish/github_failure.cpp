#include "publish/github_failure.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"

#include <algorithm>
#include <array>

namespace vg::publish {
namespace {

constexpr std::size_t kMaxQuoted = 160;
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMaxWaitMs = 2 * 60 * 60 * kSecond;
// What GitHub asks for when it names no time.
constexpr std::int64_t kLimitWaitMs = 60 * kSecond;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view header(const GithubAnswer& answer, std::string_view name) {
  std::string_view lines = answer.headers;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && line.substr(0, colon) == name)
      return trim(line.substr(colon + 1));
  }
  return {};
}

// As long as the answer asks for, else 0.
std::int64_t asked_wait_ms(const GithubAnswer& answer) {
  std::int64_t wait = 0;
  if (const auto seconds = parse_integer(header(answer, "retry-after"))) {
    wait = std::clamp<std::int64_t>(*seconds, 0, kMaxWaitMs / kSecond) * kSecond;
  } else if (header(answer, "x-ratelimit-remaining") == "0") {
    const auto reset_s = parse_integer(header(answer, "x-ratelimit-reset"));
    if (reset_s && *reset_s < kMaxWaitMs * kSecond) wait = (*reset_s + 1) * kSecond - answer.at.ms;
  }
  return std::clamp<std::int64_t>(wait, 0, kMaxWaitMs);
}

// What the answer says in words; it may be no JSON at all.
std::string words_of(std::string_view body) {
  json::Arena arena;
  const auto parsed = json::parse(arena, body);
  return parsed ? one_line(parsed->get_text("message"), kMaxQuoted) : std::string();
}

Error failure(ErrorCode code, std::string message, std::string_view said = {}) {
  if (!said.empty()) message.append(" (GitHub says: ").append(said).append(")");
  return {code, std::move(message), {}};
}

GithubFailure limited(const GithubAnswer& answer) {
  const std::int64_t asked = asked_wait_ms(answer);
  const std::int64_t wait = asked > 0 ? asked : kLimitWaitMs;
  return {failure(ErrorCode::unavailable, "GitHub takes no more requests now and asks to wait " +
                                              count_of((wait + kSecond - 1) / kSecond, "second")),
          wait};
}

GithubFailure token_refused(const GithubSite& site, std::string_view said) {
  return {failure(ErrorCode::forbidden,
                  "GitHub does not let the token of the site write " + site.repository +
                      "; give VOYGENT_SITE_TOKEN the permission Contents: read and write for it",
                  said)};
}

GithubFailure no_repository(const GithubSite& site, std::string_view said) {
  return {failure(ErrorCode::invalid,
                  "GitHub has no repository " + site.repository +
                      " that the token of the site may see; check the setting of the site and "
                      "VOYGENT_SITE_TOKEN",
                  said)};
}

struct Rule {
  std::string_view type;  // of the error
  GithubFailure (*say)(const GithubAnswer&, const GithubSite&, std::string_view said);
};

// What the types mean; what stands nowhere here may pass when it has no type, else it does not.
constexpr std::array<Rule, 6> kRules = {{
    {"RATE_LIMITED", [](const GithubAnswer& answer, const GithubSite&,
                        std::string_view) { return limited(answer); }},
    {"NOT_FOUND", [](const GithubAnswer&, const GithubSite& site,
                     std::string_view said) { return no_repository(site, said); }},
    {"FORBIDDEN", [](const GithubAnswer&, const GithubSite& site,
                     std::string_view said) { return token_refused(site, said); }},
    {"INSUFFICIENT_SCOPES", [](const GithubAnswer&, const GithubSite& site,
                               std::string_view said) { return token_refused(site, said); }},
    {"SERVICE_UNAVAILABLE",
     [](const GithubAnswer& answer, const GithubSite&, std::string_view said) {
       return GithubFailure{failure(ErrorCode::unavailable, "GitHub cannot do this now", said),
                            asked_wait_ms(answer)};
     }},
    {"STALE_DATA",
     [](const GithubAnswer&, const GithubSite& site, std::string_view) {
       return GithubFailure{
           failure(ErrorCode::unavailable, "the branch " + site.branch + " of " + site.repository +
                                               " kept changing while the page was written")};
     }},
}};

}  // namespace

std::optional<GithubFailure> status_failure(const GithubAnswer& answer, const GithubSite& site) {
  const int status = answer.status;
  if (status == 200) return std::nullopt;
  const std::string said = words_of(answer.body);
  const bool refused = status == 403 || status == 429;
  if (status == 429 ||
      (refused && (asked_wait_ms(answer) > 0 || has(to_lower_ascii(said), "rate limit"))))
    return limited(answer);
  if (status == 0)
    return GithubFailure{failure(ErrorCode::unavailable, "GitHub cannot be reached now")};
  if (status >= 500)
    return GithubFailure{failure(ErrorCode::unavailable, "GitHub cannot do this now (HTTP status " +
                                                             std::to_string(status) + ")"),
                         asked_wait_ms(answer)};
  if (status == 401)
    return GithubFailure{failure(ErrorCode::forbidden,
                                 "GitHub does not know the token of the site, or it is over; set "
                                 "VOYGENT_SITE_TOKEN to a new one")};
  if (status == 403) return token_refused(site, said);
  if (status == 404)
    return GithubFailure{failure(ErrorCode::invalid,
                                 "there is no GraphQL interface of GitHub at this address; check "
                                 "VOYGENT_GITHUB_API")};
  return GithubFailure{
      failure(ErrorCode::invalid,
              "GitHub refuses the request with HTTP status " + std::to_string(status), said)};
}

GithubFailure reported_failure(json::Value errors, const GithubAnswer& answer,
                               const GithubSite& site) {
  const json::Value first = errors.items().front();
  const std::string said = one_line(first.get_text("message"), kMaxQuoted);
  if (has(to_lower_ascii(said), "rate limit") || has(said, "submitted too quickly"))
    return limited(answer);
  const std::string_view type = first.get_text("type");
  const auto rule =
      std::ranges::find(kRules, says_stale(errors) ? "STALE_DATA" : type, &Rule::type);
  if (rule != kRules.end()) return rule->say(answer, site, said);
  // An error that GitHub does not name is one of its own, unless it speaks of the query.
  if (type.empty() && first.get("extensions").is_null())
    return {failure(ErrorCode::unavailable, "GitHub failed in the middle of the request", said),
            asked_wait_ms(answer)};
  return {failure(
      ErrorCode::invalid,
      "GitHub does not take the commit on branch " + site.branch + " of " + site.repository, said)};
}

bool says_stale(json::Value errors) {
  return std::ranges::any_of(errors.items(), [](const json::Value& error) {
    return error.get_text("type") == "STALE_DATA" ||
           has(error.get_text("message"), "Expected branch to point to");
  });
}

bool says_absent(json::Value errors) {
  return std::ranges::all_of(errors.items(), [](const json::Value& error) {
    return error.get_text("type") == "NOT_FOUND" && error.get("path").items().size() > 1;
  });
}

}  // namespace vg::publish
