#include "tests/support/page_host_contract.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <thread>

namespace vg::test {
namespace {

publish::SiteChange page(const std::string& slug, const std::string& html, bool listed = false) {
  publish::SiteChange change;
  change.target = "staging";
  change.files.push_back({publish::page_path(slug), publish::Content{html}});
  change.message = "Publish page " + slug;
  change.index = {slug, "Title " + slug, "", listed};
  return change;
}

}  // namespace

SiteUnderTest::SiteUnderTest() {
  std::string pattern = (std::filesystem::temp_directory_path() / "vg-site-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
}

SiteUnderTest::~SiteUnderTest() {
  std::filesystem::remove_all(folder_);
}

void check_page_host(SiteUnderTest& site) {
  const auto host = site.open();
  EXPECT_TRUE(host->check());
  // Page and index come together; bytes out are bytes in.
  const std::string odd = "–é漢😀\r\n<p>\\ \"quoted\"\n\n";
  const auto first = host->apply(page("aaa", odd, true));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->changed);
  EXPECT_EQ(site.content("p/aaa/index.html"), odd);
  EXPECT_NE(site.content("index.html")->find("p/aaa/"), std::string::npos);
  // Unchanged content makes no revision.
  const auto again = host->apply(page("aaa", odd, true));
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->changed);
  EXPECT_EQ(again->revision, first->revision);
  // Other people's files stay, also when they came in between.
  site.put("CNAME", "trips.example\n");
  const auto second = host->apply(page("bbb", "<p>b</p>"));
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(site.content("CNAME"), "trips.example\n");
  EXPECT_EQ(site.content("p/aaa/index.html"), odd);
  EXPECT_EQ(site.content("index.html")->find("p/bbb/"), std::string::npos);
  // A page goes back to what it was in a revision; another page stays.
  ASSERT_TRUE(host->apply(page("aaa", "changed", true)));
  publish::SiteChange back = page("aaa", "", true);
  back.files[0].what = publish::FromRevision{first->revision};
  const auto rolled = host->apply(back);
  ASSERT_TRUE(rolled) << rolled.error().message;
  EXPECT_EQ(site.content("p/aaa/index.html"), odd);
  EXPECT_EQ(site.content("p/bbb/index.html"), "<p>b</p>");
  back.files[0].what = publish::FromRevision{"0123456789012345678901234567890123456789"};
  EXPECT_FALSE(host->apply(back));
  // Taken down.
  publish::SiteChange down = page("bbb", "");
  down.files[0].what = publish::Removed{};
  ASSERT_TRUE(host->apply(down));
  EXPECT_FALSE(site.content("p/bbb/index.html"));
  EXPECT_TRUE(site.content("p/aaa/index.html"));
  // A path that leaves the site is refused.
  publish::SiteChange evil = page("aaa", "x");
  evil.files[0].path = "../../.github/workflows/pwn.yml";
  EXPECT_FALSE(host->apply(evil));
  // Several publishers at once: nobody's page is lost.
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&site, i] {
      const auto own = site.open();
      const std::string slug = "page" + std::to_string(i);
      const auto outcome = own->apply(page(slug, "<p>" + slug + "</p>", true));
      EXPECT_TRUE(outcome) << outcome.error().message;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(site.content("p/page" + std::to_string(i) + "/index.html"));
    EXPECT_NE(site.content("index.html")->find("p/page" + std::to_string(i) + "/"),
              std::string::npos);
  }
}

}  // namespace vg::test
