#include "oauth/jws.hpp"

#include "base/digest.hpp"

#include <gtest/gtest.h>
#include <span>
#include <string>

namespace vg::oauth {
namespace {

std::string encoded(std::string_view text) {
  return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string token(std::string_view header, std::string_view payload = R"({"sub":"s"})",
                  std::string_view signature = "signature") {
  return encoded(header) + "." + encoded(payload) + "." + encoded(signature);
}

TEST(Jws, IsReadIntoItsParts) {
  const std::string text = token(R"({"alg":"ES256","typ":"at+jwt","kid":"k1"})");
  const auto jws = parse_jws(text);
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->algorithm, Algorithm::es256);
  EXPECT_EQ(jws->key_id, "k1");
  EXPECT_EQ(jws->payload, R"({"sub":"s"})");
  EXPECT_EQ(jws->signature, "signature");
  EXPECT_EQ(jws->signed_part, text.substr(0, text.rfind('.')));
}

TEST(Jws, TakesTheTypesOfTokens) {
  for (const std::string_view header :
       {R"({"alg":"RS256"})", R"({"alg":"RS256","typ":"JWT"})", R"({"typ":"jwt","alg":"RS256"})",
        R"({"alg":"RS256","typ":"application/at+jwt"})", R"({"alg":"RS256","jwk":{"kty":"oct"}})"})
    EXPECT_TRUE(parse_jws(token(header))) << header;
}

TEST(Jws, RefusesEveryOtherHeader) {
  for (const std::string_view header : {
           R"({"alg":"none"})",
           R"({"alg":"None"})",
           R"({"alg":"HS256"})",
           R"({"alg":"PS256"})",
           R"({"alg":"es256"})",
           R"({"alg":"ES256 "})",
           R"({"alg":["ES256"]})",
           R"({"alg":null})",
           R"({})",
           R"([])",
           R"("ES256")",
           "",
           "x",
           R"({"alg":"ES256")",
           R"({"alg":"none","alg":"ES256"})",
           R"({"alg":"ES256","alg":"none"})",
           R"({"alg":"ES256","\u0061lg":"none"})",
           R"({"alg":"ES256","crit":["exp"]})",
           R"({"alg":"ES256","crit":null})",
           R"({"alg":"ES256","typ":"JWE"})",
           R"({"alg":"ES256","typ":"dpop+jwt"})",
           R"({"alg":"ES256","typ":1})",
           R"({"alg":"ES256","kid":7})",
           R"({"alg":"ES256","kid":""})",
           "{\"alg\":\"ES256\",\"kid\":\"\xFF\"}",
       }) {
    const auto jws = parse_jws(token(header));
    ASSERT_FALSE(jws) << header;
    EXPECT_EQ(jws.error().code, ErrorCode::unauthenticated);
  }
  EXPECT_FALSE(parse_jws(token(R"({"alg":"ES256","kid":")" + std::string(257, 'k') + "\"}")));
  std::string deep = R"({"alg":"ES256","x":)" + std::string(20, '[') + std::string(20, ']') + "}";
  EXPECT_FALSE(parse_jws(token(deep)));
}

TEST(Jws, RefusesEveryOtherForm) {
  const std::string good = token(R"({"alg":"ES256"})");
  const std::string header = encoded(R"({"alg":"ES256"})");
  for (const std::string& text : {
           std::string(),
           std::string("."),
           std::string(".."),
           std::string("..."),
           header,
           header + ".e30",
           header + ".e30.",
           "." + good,
           good + ".",
           good + ".x",
           good + "=",
           good + " ",
           " " + good,
           good + "\n",
           header + "=.e30.c2ln",
           header + ".e30=.c2ln",
           header + ".e3/.c2ln",
           header + ".e3+.c2ln",
           header + ".e.c2ln",
           header + ".e31.c2ln",  // bits that no byte takes
           good + std::string(kMaxTokenBytes, 'A'),
       })
    EXPECT_FALSE(parse_jws(text)) << text.substr(0, 80);
}

TEST(Jws, SaysNothingOfWhatStandsInIt) {
  for (const std::string_view header : {R"({"alg":"ZZPRIV"})", R"({"alg":"ES256","typ":"ZZPRIV"})",
                                        R"({"alg":"ES256","ZZPRIV":1,"ZZPRIV":1})"})
    EXPECT_EQ(parse_jws(token(header)).error().message.find("ZZPRIV"), std::string::npos);
}

TEST(Base64url, HasOneSpellingForBytes) {
  for (std::size_t size = 0; size < 70; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 37 + size);
    EXPECT_EQ(from_base64url(encoded(bytes)), bytes);
  }
  EXPECT_EQ(from_base64url("_-8"), "\xFF\xEF");
  for (const std::string_view text : {"A", "AAAAA", "AB", "AAB", "AA==", "A A", "A+", "A/", "\xFF"})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
}

}  // namespace
}  // namespace vg::oauth
