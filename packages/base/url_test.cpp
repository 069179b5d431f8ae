#include "base/url.hpp"

#include <gtest/gtest.h>

namespace vg {
namespace {

TEST(Url, AllowsWhatIsKnownToBeHarmless) {
  for (const char* good : {"https://hotel.example.com/", "http://a.example/x?y=1#z",
                           "HTTPS://A.example", "mailto:a@example.com", "tel:+351555",
                           "media/room-800.jpg", "a.html#top", "https://a.example/@handle"})
    EXPECT_TRUE(is_safe_url(good)) << good;
}

TEST(Url, RefusesEverythingElse) {
  for (const char* bad : {"",
                          "javascript:alert(1)",
                          "JaVaScRiPt:x",
                          " javascript:x",
                          "java\nscript:x",
                          "\tjavascript:x",
                          "data:text/html,x",
                          "vbscript:x",
                          "file:///etc/passwd",
                          "blob:https://a.example/1",
                          "//evil.example/x",
                          "https://user:pass@evil.example/",
                          "https://",
                          "http:",
                          "https:evil",
                          "../x",
                          "a/../../b",
                          "a\\b",
                          "/etc/passwd",
                          "%6Aavascript:x",
                          "https://a.example/?q=\r\nSet-Cookie:x",
                          "x:y",
                          "https://a.example/\"onload=",
                          "mailto:",
                          "ftp://a.example"})
    EXPECT_FALSE(is_safe_url(bad)) << bad;
}

TEST(Url, KnowsLocalPaths) {
  EXPECT_TRUE(is_local_path("media/a.jpg"));
  EXPECT_FALSE(is_local_path("https://a.example/a.jpg"));
  EXPECT_FALSE(is_local_path("/a.jpg"));
}

}  // namespace
}  // namespace vg
