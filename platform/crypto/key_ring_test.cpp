#include "platform/crypto/key_ring.hpp"

#include "platform/crypto/key_file.hpp"
#include "platform/folder/files.hpp"

#include <atomic>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace vg::crypto {
namespace {

// Of RFC 7515, appendix A.3.
const std::string kRfcKey =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
const std::string kRfcToken =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

// Made by Node.js.
const std::string kCurve =
    R"("kty":"EC","crv":"P-256","x":"NW6uWnGcoYAC463_6-9JLzmEDdB3T4NnzZ4YSOs0q6c","y":"g7-IVT_Y8a1Q1zTjC9c1a3Zr9VhDYmr9t2Lr7QkF5W4"})";
const std::string kCurveToken =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6ImUxIn0.eyJzdWIiOiJzIn0."
    "HvwmhgVU0vTsswu30v_ynvJzVUXKg9dRGC080bqiPe0aC8rjpzOBDpxcYteRubkyVNFAKF5NmOCvC-TXlfs_Yw";
const std::string kRsa =
    R"("kty":"RSA","e":"AQAB","n":"v8tVXezJyk87_C_Xb8avqY38kw9Z-FKpBn3uZs7Be6SeIcAGNtu7V9aqbhjnNKQw1UePY9fq_8Wmjj-1ytXgZeCn1YIjNP2oKxD5MYyHlIDnb_4Kq8PdJMdoEtW0_J9jK_BhuQwmulJlk5XGywj1Cp1hTf773cDwXBG_-8G8-fD03pVuE5ujaO1hd1pvoS6sJFIvDdvc_UqHBcWuxJKKsfpsZxKJBfBMWKIvUHWW65h-7wRgyBEl5QfMM_FSVWzkSPiVderxUDCMICKirT_2_kXziRHeTKjScTtt1jS7n_KE6zuEeJjZcNulKF8ZOioUDmWr0F03XV0fugsry6_vvw"})";
const std::string kRsaToken =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJzIn0."
    "NXgNBmr8B-xI4tmGrSpz_S_k2DLPzm6xdOst0kWc20gc9Sff2jKVQ4LxIiKPnL9SRI8nMjfmDYLh7ajiSRgzh_"
    "YBVBeHgf5gnIIO9K1uRaMN6OCteLKgcoLvNpJEDhyrE7PlikC3oU-L7wYlIs4Y0tjPhC8Tf2rbtAl5ot8FGgf2mH_"
    "fzKmGs_h96kmEXzEPvEcMVlHcZEVvqsv6OQeQm5dUgzWM5ebDUCEhouciOFVomlRxVg9V-mLUKkI-"
    "lb6fnxPOEAMdYsOueNhda4R5Bq38ChaeoNu_pijrI6xPdnbdg4oBfEWuYs6Djjqo070z_XSfK1EbFTEJf_AsSll0bg";

std::string set_of(const std::string& first, const std::string& second = {}) {
  return R"({"keys":[)" + first + (second.empty() ? "" : "," + second) + "]}";
}

std::string with_id(const std::string& id, const std::string& key) {
  return R"({"kid":")" + id + "\"," + key;
}

bool good(const KeyRing& ring, const std::string& token) {
  const auto jws = oauth::parse_jws(token);
  return jws && ring.good(*jws);
}

// Every character of the signature changed, one at a time.
void expect_tampering_shows(const KeyRing& ring, const std::string& token) {
  ASSERT_TRUE(good(ring, token));
  for (std::size_t i = token.rfind('.') + 1; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'Q' : 'A';
    if (other != token) EXPECT_FALSE(good(ring, other)) << i;
  }
}

TEST(KeyRing, ChecksTheExampleOfTheStandard) {
  KeyRing ring;
  EXPECT_FALSE(good(ring, kRfcToken));
  ASSERT_TRUE(ring.load(set_of(kRfcKey)));
  expect_tampering_shows(ring, kRfcToken);
  EXPECT_TRUE(good(ring, kRfcToken));
}

TEST(KeyRing, ChecksBothAlgorithms) {
  KeyRing ring;
  ASSERT_TRUE(ring.load(set_of(with_id("e1", kCurve), with_id("r1", kRsa))));
  expect_tampering_shows(ring, kCurveToken);
  expect_tampering_shows(ring, kRsaToken);
}

TEST(KeyRing, TakesTheKeyOfThatIdAndThatAlgorithmOnly) {
  KeyRing ring;
  ASSERT_TRUE(ring.load(set_of(with_id("r1", kCurve), with_id("e1", kRsa))));
  EXPECT_FALSE(good(ring, kCurveToken));
  EXPECT_FALSE(good(ring, kRsaToken));
  ASSERT_TRUE(ring.load(set_of(with_id("e2", kCurve))));
  EXPECT_FALSE(good(ring, kCurveToken));
  // Two keys that a token without an id could mean.
  ASSERT_TRUE(ring.load(set_of(with_id("e2", kCurve), kRfcKey)));
  EXPECT_FALSE(good(ring, kRfcToken));
  ASSERT_TRUE(ring.load(set_of(with_id("r1", kRsa), kRfcKey)));
  EXPECT_TRUE(good(ring, kRfcToken));
}

TEST(KeyRing, RefusesSignaturesOfAnotherSize) {
  KeyRing ring;
  ASSERT_TRUE(ring.load(set_of(with_id("e1", kCurve), with_id("r1", kRsa))));
  const std::string head = kCurveToken.substr(0, kCurveToken.rfind('.') + 1);
  for (const std::string& signature :
       {std::string("AA"), kRsaToken.substr(kRsaToken.rfind('.') + 1), std::string(86, 'A'),
        std::string(84, 'A'), std::string(88, 'A')})
    EXPECT_FALSE(good(ring, head + signature)) << signature.size();
}

TEST(KeyRing, KeepsItsKeysWhenNewOnesAreNone) {
  KeyRing ring;
  ASSERT_TRUE(ring.load(set_of(with_id("e1", kCurve))));
  std::string off = kCurve;  // a point beside the curve
  off[off.find("NW6u")] = 'M';
  for (const std::string& text : {std::string(), std::string("{}"), set_of(with_id("e1", off)),
                                  set_of(with_id("e1", kCurve), with_id("x", off))}) {
    const Status loaded = ring.load(text);
    ASSERT_FALSE(loaded) << text;
    EXPECT_EQ(loaded.error().code, ErrorCode::invalid);
    EXPECT_TRUE(good(ring, kCurveToken));
  }
}

TEST(KeyRing, ForgetsWhatItFoundGoodWithItsKeys) {
  KeyRing ring;
  ASSERT_TRUE(ring.load(set_of(with_id("e1", kCurve))));
  EXPECT_TRUE(good(ring, kCurveToken));
  EXPECT_TRUE(good(ring, kCurveToken));
  std::string other = with_id("e1", kRfcKey.substr(1));
  ASSERT_TRUE(ring.load(set_of(other)));
  EXPECT_FALSE(good(ring, kCurveToken));
}

TEST(KeyRing, ServesThreadsWhileItsKeysAreReplaced) {
  KeyRing ring;
  const std::string both = set_of(with_id("e1", kCurve), with_id("r1", kRsa));
  ASSERT_TRUE(ring.load(both));
  std::atomic<bool> failed = false;
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      for (int at = 0; at < 200; ++at)
        if (!good(ring, kCurveToken) || !good(ring, kRsaToken)) failed = true;
    });
  for (int at = 0; at < 20; ++at) ASSERT_TRUE(ring.load(both));
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(failed);
}

TEST(KeyFile, IsReadWhenItChanges) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("voygent-keys-" + std::to_string(::getpid()) + ".json");
  std::filesystem::remove(path);
  KeyRing ring;
  KeyFile file(path, ring);
  EXPECT_FALSE(file.refresh());
  EXPECT_TRUE(file.refresh());  // said once
  ASSERT_TRUE(folder::replace_file(path, set_of(with_id("e1", kCurve))));
  EXPECT_TRUE(*file.refresh());
  EXPECT_FALSE(*file.refresh());
  EXPECT_TRUE(good(ring, kCurveToken));
  ASSERT_TRUE(folder::replace_file(path, "{}"));
  EXPECT_FALSE(file.refresh());
  EXPECT_TRUE(good(ring, kCurveToken));
  ASSERT_TRUE(folder::replace_file(path, set_of(with_id("r1", kRsa))));
  EXPECT_TRUE(*file.refresh());
  EXPECT_FALSE(good(ring, kCurveToken));
  EXPECT_TRUE(good(ring, kRsaToken));
  ASSERT_TRUE(folder::replace_file(path, std::string(oauth::kMaxKeySetBytes + 1, ' ')));
  EXPECT_FALSE(file.refresh());
  std::filesystem::remove(path);
  EXPECT_FALSE(file.refresh());
  EXPECT_TRUE(good(ring, kRsaToken));
}

}  // namespace
}  // namespace vg::crypto
