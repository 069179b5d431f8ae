#include "publish/site.hpp"

#include <gtest/gtest.h>

namespace vg::publish {
namespace {

std::string bytes_of(const std::vector<SiteFile>& files, std::string_view path) {
  for (const SiteFile& file : files)
    if (file.path == path) return std::get<Content>(file.what).bytes;
  return "none";
}

TEST(Site, ListsPublicPagesOnly) {
  const auto first = index_files({"slug1", "B & <b>", "Lisbon", true}, std::nullopt);
  ASSERT_TRUE(first);
  const std::string manifest = bytes_of(*first, "pages.json");
  EXPECT_NE(bytes_of(*first, "index.html").find("<a href=\"p/slug1/\">B &amp; &lt;b&gt;</a>"),
            std::string::npos);
  const auto second = index_files({"slug2", "A", "", true}, manifest);
  EXPECT_LT(bytes_of(*second, "index.html").find("p/slug2/"),
            bytes_of(*second, "index.html").find("p/slug1/"));
  const auto unlisted =
      index_files({"slug1", "B", "Lisbon", false}, bytes_of(*second, "pages.json"));
  EXPECT_EQ(bytes_of(*unlisted, "index.html").find("slug1"), std::string::npos);
  EXPECT_EQ(bytes_of(*unlisted, "pages.json").find("slug1"), std::string::npos);
  EXPECT_NE(bytes_of(*unlisted, "index.html").find("slug2"), std::string::npos);
}

TEST(Site, WritesTheSameBytesForTheSameEntries) {
  const auto once = index_files({"s", "T", "", true}, std::nullopt);
  const auto again = index_files({"s", "T", "", true}, bytes_of(*once, "pages.json"));
  for (const SiteFile& file : *once)
    EXPECT_EQ(bytes_of(*again, file.path), std::get<Content>(file.what).bytes) << file.path;
  EXPECT_NE(bytes_of(*once, "index.html").find("noindex"), std::string::npos);
}

TEST(Site, IsLeftAloneWhenItsManifestCannotBeRead) {
  for (const char* bad : {"{", "[]", "{\"pages\":1}"})
    EXPECT_FALSE(index_files({"s", "T", "", true}, bad)) << bad;
}

TEST(Site, TakesPlainPathsOnly) {
  EXPECT_TRUE(is_site_path(page_path("abc123")));
  for (const char* bad : {"", "/a", "a/", "../a", "p/../a", ".github/workflows/x.yml", "p//a",
                          "p/A.html", "p/a b", "p/%2e%2e/a", "p/\xC3\xA9"})
    EXPECT_FALSE(is_site_path(bad)) << bad;
}

TEST(Site, KnowsTheAddressOfAPage) {
  EXPECT_EQ(page_url("https://a.example/trips/", "s1"), "https://a.example/trips/p/s1/");
}

}  // namespace
}  // namespace vg::publish
