#include "platform/folder/folder_host.hpp"

#include "platform/folder/files.hpp"
#include "tests/support/page_host_contract.hpp"

#include <gtest/gtest.h>

namespace vg::folder {
namespace {

class FolderSite final : public test::SiteUnderTest {
 public:
  std::unique_ptr<publish::PageHost> open() override {
    return std::make_unique<FolderHost>(root());
  }
  std::optional<std::string> content(const std::string& path) override {
    return read_file(root() / path);
  }
  void put(const std::string& path, const std::string& bytes) override {
    ASSERT_TRUE(replace_file(root() / path, bytes));
  }

 private:
  std::filesystem::path root() const { return folder() / "site"; }
};

TEST(FolderHost, KeepsTheContractOfAPageHost) {
  FolderSite site;
  test::check_page_host(site);
}

TEST(FolderHost, SaysWhenTheFolderCannotBeWritten) {
  FolderHost host("/proc/nothing/here");
  EXPECT_FALSE(host.apply({}));
}

}  // namespace
}  // namespace vg::folder
