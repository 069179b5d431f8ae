#include "oauth/claims.hpp"

#include "oauth/subject.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace vg::oauth {
namespace {

constexpr Instant kNow{1'800'000'000'000};
constexpr std::string_view kIssuer = "https://id.example.com";
const std::vector<std::string> kAudiences = {"https://trips.example.com",
                                             "https://trips.example.com/mcp"};

Result<Claims> check(std::string_view payload) {
  return check_claims(payload, kIssuer, kAudiences, kNow);
}

// Claims that are good, with others in their place.
std::string claims(const std::string& more, const std::string& exp = "1800000100") {
  return R"({"iss":"https://id.example.com","aud":"https://trips.example.com","sub":"s","exp":)" +
         exp + more + "}";
}

TEST(Claims, SayWhoAsksAndForWhat) {
  const auto read = check(claims(R"(,"scope":"openid read write")"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->subject, "s");
  EXPECT_EQ(read->scopes, "read write");
}

TEST(Claims, HaveScopesInTwoPlaces) {
  const auto scopes = [](const std::string& more) { return check(claims(more))->scopes; };
  EXPECT_EQ(scopes(""), "");
  EXPECT_EQ(scopes(R"(,"scope":"publish read")"), "read publish");
  EXPECT_EQ(scopes(R"(,"scp":"read admin")"), "read admin");
  EXPECT_EQ(scopes(R"(,"scp":["write","x",1])"), "write");
  EXPECT_EQ(scopes(R"(,"scope":"read","scp":["write"])"), "read write");
  EXPECT_EQ(scopes(R"(,"scope":["read"])"), "");
  EXPECT_EQ(scopes(R"(,"scope":"reading READ read,write")"), "");
}

TEST(Claims, AreGoodForAMinuteMoreThanTheySay) {
  EXPECT_TRUE(check(claims("", "1799999941")));
  EXPECT_FALSE(check(claims("", "1799999940")));
  EXPECT_TRUE(check(claims("", "1799999940.5")));
  EXPECT_TRUE(check(claims(R"(,"nbf":1800000060)")));
  EXPECT_FALSE(check(claims(R"(,"nbf":1800000061)")));
  EXPECT_TRUE(check(claims(R"(,"iat":1800000060)")));
  EXPECT_FALSE(check(claims(R"(,"iat":1800000061)")));
}

TEST(Claims, HaveTimesThatAreNumbers) {
  for (const std::string exp : {"null", "\"1800000100\"", "-1", "1e300", "[1800000100]", "true"})
    EXPECT_FALSE(check(claims("", exp))) << exp;
  EXPECT_TRUE(check(claims("", "1.8000001e9")));
  EXPECT_FALSE(check(claims(R"(,"nbf":"soon")")));
  EXPECT_FALSE(check(claims(R"(,"iat":null)")));
}

TEST(Claims, AreForThisServerFromThisIssuer) {
  const auto with = [](const std::string& iss, const std::string& aud) {
    return check(R"({"iss":)" + iss + R"(,"aud":)" + aud + R"(,"sub":"s","exp":1800000100})");
  };
  const std::string us = R"("https://id.example.com")";
  EXPECT_TRUE(with(us, R"("https://trips.example.com/mcp")"));
  EXPECT_TRUE(with(us, R"(["x",1,"https://trips.example.com"])"));
  for (const std::string aud :
       {R"("https://trips.example.com/")", R"("https://trips.example.com/mcp/trips")", R"("")",
        R"([])", R"(null)", R"({"a":"https://trips.example.com"})",
        R"([["https://trips.example.com"]])", R"("https://trips.example.com https://x")"})
    EXPECT_FALSE(with(us, aud)) << aud;
  for (const std::string iss : {R"("https://id.example.com/")", R"("https://ID.example.com")",
                                R"(["https://id.example.com"])", R"("")", "null"})
    EXPECT_FALSE(with(iss, R"("https://trips.example.com")")) << iss;
}

TEST(Claims, NameASubject) {
  const auto with = [](const std::string& sub) {
    return check(R"({"iss":"https://id.example.com","aud":"https://trips.example.com","sub":)" +
                 sub + R"(,"exp":1800000100})");
  };
  EXPECT_TRUE(with("\"" + std::string(255, 's') + "\""));
  for (const std::string& sub : {std::string("null"), std::string("1"), std::string("\"\""),
                                 "\"" + std::string(256, 's') + "\"", std::string(R"("a\nb")"),
                                 std::string(R"("a\u0000b")"), std::string(R"("a\u202eb")")})
    EXPECT_FALSE(with(sub)) << sub;
}

TEST(Claims, AreOneObjectWithoutDuplicates) {
  for (const std::string& payload :
       {std::string(), std::string("[]"), std::string("\"x\""), claims(R"(,"sub":"other")"),
        claims(R"(,"exp":9900000000)"), claims("") + "x"}) {
    const auto read = check(payload);
    ASSERT_FALSE(read) << payload;
    EXPECT_EQ(read.error().code, ErrorCode::unauthenticated);
  }
}

TEST(Subject, HasAHashThatNoTokenHas) {
  const std::string hash = subject_hash("https://id.example.com", "s");
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_EQ(hash, subject_hash("https://id.example.com", "s"));
  EXPECT_NE(hash, subject_hash("https://id.example.com", "t"));
  EXPECT_NE(hash, subject_hash("https://id.example.com/", "s"));
  EXPECT_NE(subject_hash("ab", "c"), subject_hash("a", "bc"));
}

}  // namespace
}  // namespace vg::oauth
