// A site in a branch of any Git remote, reached by its own protocol. Needs the program `git`.
#pragma once

#include "platform/process/process.hpp"
#include "publish/site.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace vg::git {

struct GitSite {
  std::string url;     // https://host/owner/repository.git, or a path
  std::string branch;  // made when it is missing
  std::string token;   // for HTTPS; travels in a header, never in an address or an argument
  std::filesystem::path mirror;  // folder for a bare, shallow mirror without file contents
  std::string author = "Voygent";
  std::string email = "voygent@users.noreply.invalid";
};

// One commit per change on top of the newest head, pushed without force. When the head moved in
// between: read again, build again, at most kMaxTries times. What is there already makes no commit.
// No working tree, no index.
class GitHost final : public publish::PageHost {
 public:
  explicit GitHost(GitSite site) : site_(std::move(site)) {}

  Result<publish::SiteOutcome> apply(const publish::SiteChange& change) override;
  Result<std::optional<std::string>> current(const std::string& path) override;
  Status check() override;

 private:
  static constexpr int kMaxTries = 5;

  struct Write {
    std::string path;
    std::optional<std::string> content;  // nothing: removed
  };

  Result<process::Finished> git(std::vector<std::string> arguments, std::string input = {}) const;
  Status prepare_mirror() const;
  Result<std::string> fetch_head() const;  // empty when the branch does not exist yet
  Result<std::optional<std::string>> read(const std::string& commit, const std::string& path) const;
  Result<std::vector<Write>> writes_on(const std::string& head,
                                       const publish::SiteChange& change) const;
  Result<std::string> commit(const std::string& head, const std::vector<Write>& writes,
                             const std::string& message) const;
  // True when the remote took it, false when its head has moved.
  Result<bool> push(const std::string& commit) const;

  GitSite site_;
  std::mutex mutex_;
};

}  // namespace vg::git
