#include "platform/mirror/mirror_host.hpp"

#include "platform/folder/files.hpp"
#include "platform/folder/folder_host.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace vg::mirror {
namespace {

namespace fs = std::filesystem;

class MirrorTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(root_); }
  void TearDown() override { fs::remove_all(root_); }

  MirrorHost host() const {
    return {std::make_unique<folder::FolderHost>(root_ / "first"),
            std::make_unique<folder::FolderHost>(root_ / "second")};
  }
  static publish::SiteChange page(
      std::variant<publish::Content, publish::FromRevision, publish::Removed> what,
      bool listed = true) {
    return {.target = "production",
            .files = {{publish::page_path("abc"), std::move(what)}},
            .message = "page",
            .index = {.slug = "abc", .title = "A", .subtitle = {}, .listed = listed}};
  }
  std::optional<std::string> on(const char* site, const std::string& path = "p/abc/index.html") {
    return folder::read_file(root_ / site / path);
  }

  fs::path root_ = fs::temp_directory_path() / ("vg-mirror-" + std::to_string(::getpid()));
};

TEST_F(MirrorTest, KeepsBothTheSame) {
  MirrorHost both = host();
  const auto first = both.apply(page(publish::Content{"one"}));
  ASSERT_TRUE(first);
  EXPECT_EQ(on("second"), "one");
  EXPECT_EQ(on("second", "pages.json"), on("first", "pages.json"));
  ASSERT_TRUE(both.apply(page(publish::Content{"two"})));
  EXPECT_EQ(on("second"), "two");
  // The revision is one of the first site; the second one never heard of it.
  ASSERT_TRUE(both.apply(page(publish::FromRevision{first->revision})));
  EXPECT_EQ(on("first"), "one");
  EXPECT_EQ(on("second"), "one");
  ASSERT_TRUE(both.apply(page(publish::Removed{}, false)));
  EXPECT_FALSE(on("first"));
  EXPECT_FALSE(on("second"));
}

TEST_F(MirrorTest, MakesUpForASecondSiteThatFailed) {
  ASSERT_TRUE(folder::replace_file(root_ / "second.history", "in the way"));
  MirrorHost both = host();
  const auto failed = both.apply(page(publish::Content{"one"}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
  EXPECT_NE(failed.error().message.find("send the same request again"), std::string::npos);
  EXPECT_EQ(on("first"), "one");
  fs::remove(root_ / "second.history");
  const auto again = both.apply(page(publish::Content{"one"}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->changed);
  EXPECT_EQ(on("second"), "one");
}

}  // namespace
}  // namespace vg::mirror
