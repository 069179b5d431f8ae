#include "oauth/jwks.hpp"

#include "base/digest.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace vg::oauth {
namespace {

std::string encoded(const std::string& text) {
  return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string set_of(const std::vector<std::string>& keys) {
  std::string out = R"({"keys":[)";
  for (const std::string& key : keys) out += (out.back() == '[' ? "" : ",") + key;
  return out + "]}";
}

std::string elliptic(const std::string& more, std::size_t size = 32) {
  return R"({"kty":"EC","crv":"P-256","x":")" + encoded(std::string(size, 'x')) + R"(","y":")" +
         encoded(std::string(32, 'y')) + "\"" + more + "}";
}

std::string rsa(const std::string& more, std::size_t bits = 2048, const std::string& e = "AQAB") {
  std::string modulus(bits / 8, '\x81');
  if (bits % 8 != 0) modulus = '\x01' + modulus;
  return R"({"kty":"RSA","n":")" + encoded(modulus) + R"(","e":")" + e + "\"" + more + "}";
}

TEST(KeySet, HasTheKeysThatCheckSignatures) {
  const auto keys = parse_jwks(set_of({
      elliptic(R"(,"kid":"a","use":"sig","alg":"ES256","key_ops":["verify"])"),
      rsa(R"(,"kid":"a","alg":"RS256")"),
      rsa(R"(,"kid":"b")", 3072),
  }));
  ASSERT_TRUE(keys) << keys.error().message;
  ASSERT_EQ(keys->size(), 3U);
  EXPECT_EQ((*keys)[0].algorithm, Algorithm::es256);
  EXPECT_EQ((*keys)[0].id, "a");
  EXPECT_EQ((*keys)[0].x, std::string(32, 'x'));
  EXPECT_EQ((*keys)[1].algorithm, Algorithm::rs256);
  EXPECT_EQ((*keys)[1].modulus.size(), 256U);
  EXPECT_EQ((*keys)[1].exponent, std::string("\x01\x00\x01", 3));
}

TEST(KeySet, PassesOverWhatIsForSomethingElse) {
  const auto keys = parse_jwks(set_of({
      R"({"kty":"OKP","crv":"Ed25519","x":"AA"})",
      R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})",
      R"({"kty":"new"})",
      elliptic(R"(,"use":"enc")"),
      elliptic(R"(,"alg":"ECDH-ES")"),
      elliptic(R"(,"key_ops":["sign"])"),
      elliptic(R"(,"key_ops":"verify")"),
      rsa(R"(,"alg":"RS512")"),
      rsa(R"(,"alg":"PS256")"),
      rsa(R"(,"alg":"RSA-OAEP","use":"enc")"),
      rsa(R"(,"kid":"good","x5c":["AA"])"),
  }));
  ASSERT_TRUE(keys) << keys.error().message;
  ASSERT_EQ(keys->size(), 1U);
  EXPECT_EQ((*keys)[0].id, "good");
}

TEST(KeySet, TakesAModulusWithAZeroInFront) {
  const std::string modulus = std::string(1, '\0') + std::string(256, '\x81');
  const auto keys =
      parse_jwks(set_of({R"({"kty":"RSA","n":")" + encoded(modulus) + R"(","e":"AQAB"})"}));
  ASSERT_TRUE(keys);
  EXPECT_EQ((*keys)[0].modulus.size(), 256U);
}

TEST(KeySet, IsRefusedAsAWholeForAKeyThatNobodyShouldUse) {
  const std::vector<std::string> keys = {
      elliptic(R"(,"d":"AA")"),
      rsa(R"(,"d":"AA","p":"AA")"),
      rsa(R"(,"qi":"AA")"),
      R"({"kty":"oct","k":"c2VjcmV0"})",
      R"({"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"})",
      elliptic("", 31),
      elliptic("", 33),
      R"({"kty":"EC","crv":"P-256","x":"AA"})",
      rsa("", 1024),
      rsa("", 2040),
      rsa("", 16384),
      rsa("", 2048, "AQAA"),      // even
      rsa("", 2048, "AQ"),        // one
      rsa("", 2048, "AQAAAAAB"),  // long
      rsa("", 2048, ""),
      R"({"kty":"RSA","n":"*","e":"AQAB"})",
      elliptic(R"(,"kid":1)"),
      elliptic(R"(,"kid":"")"),
      R"({})",
      R"({"kty":1})",
      R"("EC")",
  };
  for (const std::string& key : keys) {
    const auto read = parse_jwks(set_of({elliptic(R"(,"kid":"good")"), key}));
    ASSERT_FALSE(read) << key.substr(0, 100);
    EXPECT_EQ(read.error().code, ErrorCode::invalid);
  }
}

TEST(KeySet, IsRefusedWhenItLeavesOpenWhichKeyIsMeant) {
  EXPECT_FALSE(parse_jwks(set_of({elliptic(R"(,"kid":"a")"), elliptic(R"(,"kid":"a")")})));
  EXPECT_FALSE(parse_jwks(set_of({elliptic(""), elliptic("")})));
  EXPECT_TRUE(parse_jwks(set_of({elliptic(""), rsa("")})));
}

TEST(KeySet, IsRefusedWhenItIsNone) {
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
        std::string(R"({"keys":{}})"), set_of({}), elliptic(""), set_of({R"({"kty":"new"})"}),
        R"({"keys":[],"keys":[)" + elliptic("") + "]}",
        set_of({R"({"kty":"EC","kty":"RSA","crv":"P-256"})"}),
        "-----BEGIN PUBLIC KEY-----" + elliptic(""),
        set_of({elliptic("")}) + std::string(kMaxKeySetBytes, ' '),
        set_of(std::vector<std::string>(65, R"({"kty":"new"})"))})
    EXPECT_FALSE(parse_jwks(text)) << text.substr(0, 100);
}

}  // namespace
}  // namespace vg::oauth
