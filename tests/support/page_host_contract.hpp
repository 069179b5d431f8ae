// What every PageHost promises, as one suite.
#pragma once

#include "publish/site.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace vg::test {

// A site of one host in a folder of its own that vanishes afterwards.
class SiteUnderTest {
 public:
  SiteUnderTest();
  SiteUnderTest(const SiteUnderTest&) = delete;
  SiteUnderTest& operator=(const SiteUnderTest&) = delete;
  virtual ~SiteUnderTest();

  // A host of its own, as another process would have.
  virtual std::unique_ptr<publish::PageHost> open() = 0;
  virtual std::optional<std::string> content(const std::string& path) = 0;
  // A change by somebody else.
  virtual void put(const std::string& path, const std::string& bytes) = 0;

 protected:
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

void check_page_host(SiteUnderTest& site);

}  // namespace vg::test
