#include "http/guard.hpp"
#include "http/message.hpp"
#include "http/problem.hpp"

#include <gtest/gtest.h>

namespace vg::http {
namespace {

TEST(Request, FindsItsParts) {
  const Request request{"GET",
                        "/v1/trips?query=a%20b&limit=5",
                        {{"AUTHORIZATION", " bearer  vg_x "}, {"Host", "a"}},
                        "",
                        ""};
  EXPECT_EQ(request.path(), "/v1/trips");
  EXPECT_EQ(request.query(), "query=a%20b&limit=5");
  EXPECT_EQ(request.bearer(), "vg_x");
  EXPECT_FALSE(request.header("Origin"));
  EXPECT_EQ((Request{"GET", "/", {{"Authorization", "Basic x"}}, "", ""}.bearer()), "");
}

TEST(Request, DecodesQueries) {
  const auto query = parse_query("a=1+2&b=%C3%A9&c&&d==");
  ASSERT_TRUE(query);
  ASSERT_EQ(query->size(), 4U);
  EXPECT_EQ((*query)[0].second, "1 2");
  EXPECT_EQ((*query)[1].second, "é");
  EXPECT_EQ((*query)[3].second, "=");
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%C3"}) EXPECT_FALSE(parse_query(bad)) << bad;
}

TEST(Guard, LetsLoopbackAndNamedHostsPass) {
  const GuardOptions options{{"https://chat.example.com"}, {"trips.example.com"}};
  const auto refused = [&](const char* host, const char* origin) {
    Request request{"POST", "/mcp", {{"Host", host}}, "", ""};
    if (origin) request.headers.push_back({"Origin", origin});
    return refuse_stranger(request, options).has_value();
  };
  for (const char* host : {"localhost", "localhost:8787", "127.0.0.1:1", "[::1]:8787", "[::1]",
                           "LOCALHOST", "trips.example.com:443"})
    EXPECT_FALSE(refused(host, nullptr)) << host;
  for (const char* host :
       {"evil.example.com", "localhost.evil.com", "127.0.0.1.evil.com", "localhost:80a",
        "localhost:", "[::1", "[::2]", "", "localhost:8787@evil.com"})
    EXPECT_TRUE(refused(host, nullptr)) << host;
  for (const char* origin : {"http://localhost:3080", "https://chat.example.com",
                             "http://127.0.0.1", "http://[::1]:3000"})
    EXPECT_FALSE(refused("localhost", origin)) << origin;
  for (const char* origin :
       {"null", "https://evil.example.com", "https://chat.example.com.evil.com",
        "http://localhost.evil.com", "file://", ""})
    EXPECT_TRUE(refused("localhost", origin)) << origin;
  EXPECT_TRUE(refuse_stranger(Request{"GET", "/", {}, "", ""}, options));
}

TEST(Problem, SaysCodeStatusAndIssues) {
  const Response response = problem(Error{ErrorCode::invalid, "not good", {{"/a", "b"}}});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"invalid","status":400,"detail":"not good","code":"invalid","issues":[{"path":"/a","message":"b"}]})");
  EXPECT_EQ(problem(Error{ErrorCode::unauthenticated, "", {}}).headers[1].value,
            "ApiKey realm=\"voygent\"");
}

}  // namespace
}  // namespace vg::http
