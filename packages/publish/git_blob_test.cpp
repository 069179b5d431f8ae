#include "publish/git_blob.hpp"

#include <gtest/gtest.h>
#include <utility>

namespace vg::publish {
namespace {

// As `git hash-object` names them.
TEST(GitBlob, HasTheNameThatGitGives) {
  const std::pair<std::string, std::string_view> rows[] = {
      {"", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"},
      {"hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"},
      {"User-agent: *\nDisallow: /p/\n", "bcc44e0fdf609ce9601e26a603f0a04f27ced72b"},
      {std::string(46, 'a'), "50b3bbe915fe104dbbb6786fdcfa310bcfc25d4e"},
      {std::string(47, 'a'), "5e3bf7e629b4908cce461530c17a64365cb47303"},
      {std::string(55, 'a'), "d1985ddc2983785702b9a90effd5aff2f7cfdca4"},
      {std::string(56, 'a'), "1f973e890f52da1f22fa7e5620a628bc4ee74cb3"},
      {std::string(119, 'a'), "1325c3d76ea6a66e75dce490a0b8cb8b12233ee0"},
      {std::string(1'000'000, 'a'), "de1fbf0c2f34f67f01f355f31ed0cf7319643c5e"},
  };
  for (const auto& [bytes, id] : rows) EXPECT_EQ(git_blob_id(bytes), id) << bytes.size();
}

TEST(GitBlob, KnowsANameWhenItSeesOne) {
  EXPECT_TRUE(is_git_id("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
  for (const char* bad : {"", "r12", "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391",
                          "e69de29bb2d1d6434b8b29ae775ad8c2e48c539"})
    EXPECT_FALSE(is_git_id(bad)) << bad;
}

}  // namespace
}  // namespace vg::publish
