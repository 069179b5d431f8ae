// A site in a folder of this machine, to be served by any web server or synchronised to one.
#pragma once

#include "publish/site.hpp"

#include <filesystem>
#include <mutex>
#include <string>

namespace vg::folder {

// Files are replaced whole, by a rename. What every revision wrote is kept beside the folder, in
// `<folder>.history/<revision>/`, so that a page can be rolled back. One process at a time changes
// the site: the others wait for its lock.
class FolderHost final : public publish::PageHost {
 public:
  explicit FolderHost(std::filesystem::path root) : root_(std::move(root)) {}

  Result<publish::SiteOutcome> apply(const publish::SiteChange& change) override;
  Result<std::optional<std::string>> current(const std::string& path) override;
  Status check() override;

 private:
  std::filesystem::path history() const { return root_.string() + ".history"; }

  std::filesystem::path root_;
  std::mutex mutex_;
};

}  // namespace vg::folder
