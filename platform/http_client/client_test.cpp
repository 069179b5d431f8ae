#include "platform/http_client/client.hpp"

#include <gtest/gtest.h>

namespace vg::http_client {
namespace {

TEST(ParseUrl, TakesAddressesApart) {
  const auto plain = parse_url("http://127.0.0.1:8787/mcp?a=b");
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->secure);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, "8787");
  EXPECT_EQ(plain->target, "/mcp?a=b");
  const auto secure = parse_url("https://trips.example.com");
  ASSERT_TRUE(secure);
  EXPECT_TRUE(secure->secure);
  EXPECT_EQ(secure->port, "443");
  EXPECT_EQ(secure->target, "/");
  const auto sixth = parse_url("http://[::1]:80/");
  ASSERT_TRUE(sixth);
  EXPECT_EQ(sixth->host, "::1");
}

TEST(ParseUrl, RefusesWhatIsNone) {
  for (const char* text : {"", "trips.example.com", "ftp://a/", "http://", "http://a:b/",
                           "http://user@a/", "http://a/#part", "http://a b/", "http://:80/"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(Send, SaysThatNobodyAnswers) {
  const auto answer = send({.url = "http://127.0.0.1:9/", .timeout_s = 2});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
  EXPECT_NE(answer.error().message.find("http://127.0.0.1:9/"), std::string::npos);
}

}  // namespace
}  // namespace vg::http_client
