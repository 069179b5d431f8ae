// One SiteChange as one commit on a branch on GitHub, through its GraphQL interface. No I/O: the
// conversation says what to send and is told what came back.
//
// One query reads the head of the branch and, in the commit that it names, the manifest and the
// names that Git gives to the files in question; one mutation, `createCommitOnBranch`, writes those
// that differ, and only when the head is still the one that was read. So two calls make a commit,
// and one call finds that nothing differs. When the branch has moved in between, both are made
// again, at most kMaxTries times. Files that a change does not name are never read or written, and
// nothing is ever forced.
//
// GitHub gives the text of a file up to half a megabyte only: an older page that is larger cannot
// be brought back through it.
#pragma once

#include "publish/github_failure.hpp"
#include "publish/site.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vg::publish {

// To be sent with POST as `application/json`.
struct GithubCall {
  std::string body;
  bool writes = false;  // a commit comes of it
};

using GithubStep = std::variant<GithubCall, SiteOutcome, GithubFailure>;

class GithubCommit final {
 public:
  static constexpr int kMaxTries = 5;

  GithubCommit(GithubSite site, SiteChange change);

  // Errors, as everywhere here by a GithubFailure: `invalid` for a path that a site does not have,
  // `not_found` for a revision that is no commit.
  GithubStep start();
  // Errors: those of github_failure.hpp; `invalid` when the branch is missing or the manifest
  // cannot be read, `not_found` for a page that was not there in its revision, `too_large` for one
  // that GitHub does not give whole.
  GithubStep resume(const GithubAnswer& answer);

 private:
  struct Write {
    std::string path;
    std::optional<std::string> content;  // nothing: removed
  };

  GithubStep read();
  GithubStep compare(json::Value repository);
  GithubStep write(const std::vector<Write>& writes);
  GithubStep written(json::Value reply, const GithubAnswer& answer);
  Result<std::vector<Write>> writes_on(json::Value commit, json::Value repository) const;
  Result<Write> wanted(std::size_t index, json::Value repository) const;

  GithubSite site_;
  SiteChange change_;
  std::vector<std::string> paths_;  // of the change, then of the site itself
  std::string head_;
  bool writing_ = false;
  int tries_ = 0;
};

}  // namespace vg::publish
