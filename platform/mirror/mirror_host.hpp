// Two sites as one: every change is made on both.
#pragma once

#include "publish/site.hpp"

#include <memory>

namespace vg::mirror {

// The first site decides: its outcome is the outcome, its revisions are named in rollbacks. The
// second one gets the bytes that the first has afterwards. When only the second one fails, that is
// an error of code `unavailable`: the same request finds the first site done and makes up for it.
class MirrorHost final : public publish::PageHost {
 public:
  MirrorHost(std::unique_ptr<publish::PageHost> first, std::unique_ptr<publish::PageHost> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  Result<publish::SiteOutcome> apply(const publish::SiteChange& change) override;
  Result<std::optional<std::string>> current(const std::string& path) override;
  Status check() override;

 private:
  std::unique_ptr<publish::PageHost> first_, second_;
};

}  // namespace vg::mirror
