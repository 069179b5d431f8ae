// What GitHub says when it does not do what was asked, as an expected failure with what to do.
// Rules:
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
#pragma once

#include "base/calendar.hpp"
#include "base/error.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::publish {

// A branch of a repository that GitHub serves as a site.
struct GithubSite {
  std::string repository;  // owner/name
  std::string branch;      // exists: a commit needs one to stand on
};

struct GithubAnswer {
  int status = 0;            // of HTTP; 0: none came
  std::string_view headers;  // lines, `name: value`, names in lower case
  std::string_view body;
  Instant at;  // when it came
};

// `unavailable` may pass, also when the commit was made and the answer got lost: asked again, the
// conversation finds what is there. Everything else stays until somebody mends it: `forbidden` the
// token, `invalid` the settings or the repository.
struct GithubFailure {
  Error error;
  std::int64_t wait_ms = 0;  // as long as GitHub asks for; 0: it does not say
};

// Of an answer that is no success of HTTP.
std::optional<GithubFailure> status_failure(const GithubAnswer& answer, const GithubSite& site);

// Of the `errors` of an answer of status 200; at least one.
GithubFailure reported_failure(json::Value errors, const GithubAnswer& answer,
                               const GithubSite& site);

// Whether the branch has moved since it was read.
bool says_stale(json::Value errors);

// Whether the errors say of single files and revisions that they are not there, and nothing else.
bool says_absent(json::Value errors);

}  // namespace vg::publish
