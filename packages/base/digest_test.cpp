#include "base/digest.hpp"

#include "base/context.hpp"

#include <gtest/gtest.h>

namespace vg {
namespace {

// FIPS 180-4 examples and RFC 4231 test cases.
TEST(Digest, MatchesThePublishedVectors) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, EncodesByRfc4648) {
  const auto bytes = [](std::string_view text) {
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  EXPECT_EQ(to_base64(bytes("")), "");
  EXPECT_EQ(to_base64(bytes("fo")), "Zm8=");
  EXPECT_EQ(to_base64(bytes("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64url(bytes("\xfb\xff\xfe")), "-__-");
  EXPECT_EQ(to_base32(bytes("\xff")), "zw");
}

TEST(Digest, ComparesSecrets) {
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secret1"));
}

TEST(Ids, AreTheSameForTheSameSeedAndNeverRepeat) {
  IdSource a({1, 2, 3});
  IdSource b({1, 2, 3});
  const std::string first = a.random(26);
  EXPECT_EQ(first, b.random(26));
  EXPECT_EQ(first.size(), 26U);
  EXPECT_NE(a.random(26), first);
  IdSource fork = b.fork();
  EXPECT_NE(fork.random(26), first);
  EXPECT_NE(b.fork().random(26), fork.random(26));
}

// Whether a fork is worked out at once or later, its names are the same.
TEST(Ids, OfForksDoNotDependOnWhenTheyAreDrawn) {
  IdSource early({4}), late({4});
  for (int depth = 0; depth < 6; ++depth) {
    (void)early.fork().random(4);
    (void)late.fork();
    IdSource next = early.fork();
    IdSource copy = next;
    (void)copy.random(4);
    late = late.fork();
    early = next;
  }
  EXPECT_EQ(early.random(51), late.random(51));
}

// The vectors of the reference implementation: the key 00 01 … 0f, and messages that count up.
TEST(Digest, SipHashMatchesThePublishedVectors) {
  const SipKey key = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
  std::string message;
  for (char c = 0; c < 15; ++c) message += c;
  EXPECT_EQ(sip_hash(key, ""), 0x726fdb47dd0e0e31U);
  EXPECT_EQ(sip_hash(key, std::string_view(message).substr(0, 1)), 0x74f839c593dc67fdU);
  EXPECT_EQ(sip_hash(key, std::string_view(message).substr(0, 8)), 0x93f5f5799a932462U);
  EXPECT_EQ(sip_hash(key, message), 0xa129ca6149be45e5U);
  EXPECT_EQ(sip_key("abc"), (SipKey{0xba7816bf8f01cfea, 0x414140de5dae2223}));
}

TEST(Ids, OfTripsSortByTime) {
  Context early{.now = {1'000}, .ids = IdSource({9}), .actor = {}};
  Context late{.now = {1'795'339'815'999}, .ids = IdSource({1}), .actor = {}};
  EXPECT_LT(make_trip_id(early), make_trip_id(late));
  EXPECT_EQ(make_trip_id(late).size(), 18U);
}

}  // namespace
}  // namespace vg
