#include "http/rate_limit.hpp"

#include <gtest/gtest.h>
#include <random>
#include <string>

namespace vg::http {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr SipKey kSecret = {1, 2};

TEST(Buckets, GiveABurstAndThenTheRate) {
  Buckets buckets(Rate::of(5, kSecond, 50), 64);
  std::int64_t now = 1'000 * kSecond;
  for (int i = 0; i < 50; ++i) EXPECT_EQ(buckets.take(7, now), 0) << i;
  EXPECT_EQ(buckets.take(7, now), kSecond / 5);
  EXPECT_EQ(buckets.take(8, now), 0);  // somebody else
  now += kSecond / 5 - 1;
  EXPECT_EQ(buckets.take(7, now), 1);
  now += 1;
  EXPECT_EQ(buckets.take(7, now), 0);
  EXPECT_GT(buckets.take(7, now), 0);
  now += 3'600 * kSecond;  // never more than the burst
  for (int i = 0; i < 50; ++i) EXPECT_EQ(buckets.take(7, now), 0) << i;
  EXPECT_GT(buckets.take(7, now), 0);
}

TEST(Buckets, LetNoMoreThroughThanTheRateWhateverTheRhythm) {
  std::mt19937 random(20261122);
  Buckets buckets(Rate::of(10, kSecond, 20), 64);
  std::int64_t now = 0;
  int passed = 0;
  for (int i = 0; i < 100'000; ++i) {
    now += static_cast<std::int64_t>(random() % 20'000);
    passed += buckets.take(1, now) == 0 ? 1 : 0;
  }
  const auto most = 20 + now * 10 / kSecond + 1;
  EXPECT_LE(passed, most);
  EXPECT_GE(passed, most - 2);
}

TEST(Buckets, HaveNoLimitWithoutARate) {
  Buckets buckets(Rate::of(0, kSecond, 1), 8);
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(buckets.take(1, 0), 0);
}

TEST(Buckets, ChargeWhatWasUsedAlready) {
  Buckets buckets(Rate::of(1, kSecond, 10), 8);
  buckets.charge(1, 0, 100);
  EXPECT_EQ(buckets.take(1, 0), 91 * kSecond);
  EXPECT_EQ(buckets.take(1, 91 * kSecond), 0);
}

// A million strangers push nobody out who is being limited, as long as they do not ask as often.
TEST(Buckets, ForgetTheIdlestAndStaySmall) {
  Buckets buckets(Rate::of(1, kSecond, 5), 4096);
  std::mt19937_64 random(1);
  for (int i = 0; i < 5; ++i) ASSERT_EQ(buckets.take(42, 0), 0);
  for (int i = 0; i < 1'000'000; ++i) buckets.take(random() | 1U, i % 100);
  EXPECT_GT(buckets.take(42, 100), 0);
}

Request from(const char* peer, const char* token) {
  Request request{"POST", "/mcp", {}, "", peer};
  if (token) request.headers.push_back({"Authorization", std::string("Bearer ") + token});
  return request;
}

constexpr RateLimits kLimits = {
    .token = {kSecond / 10, 50}, .address = {kSecond / 20, 200}, .failure = {6 * kSecond, 10}};

TEST(RateLimiter, CountsTokensAndAddressesApart) {
  RateLimiter limiter(kLimits);
  const CallerKeys a = caller_keys(kSecret, from("192.0.2.1", "vg_a"));
  const CallerKeys b = caller_keys(kSecret, from("192.0.2.1", "vg_b"));
  const CallerKeys elsewhere = caller_keys(kSecret, from("192.0.2.2", "vg_a"));
  EXPECT_EQ(a.address, b.address);
  EXPECT_NE(a.token, b.token);
  EXPECT_NE(caller_keys({3, 4}, from("192.0.2.1", "vg_a")).token, a.token);
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(limiter.refuse(a, 0)) << i;
  EXPECT_TRUE(limiter.refuse(a, 0));
  EXPECT_TRUE(limiter.refuse(elsewhere, 0));
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(limiter.refuse(b, 0)) << i;
  const CallerKeys nobody = caller_keys(kSecret, from("192.0.2.1", nullptr));
  int passed = 0;
  for (int i = 0; i < 200; ++i) passed += limiter.refuse(nobody, 0) ? 0 : 1;
  EXPECT_EQ(passed, 200 - 101);  // of which 101 were used up with tokens, one of them refused
  EXPECT_FALSE(limiter.refuse(caller_keys(kSecret, from("192.0.2.3", nullptr)), 0));
}

TEST(RateLimiter, StopsGuessersAndNotTheirNeighbours) {
  RateLimiter limiter(kLimits);
  const CallerKeys good = caller_keys(kSecret, from("192.0.2.1", "vg_good"));
  ASSERT_FALSE(limiter.refuse(good, 0));
  limiter.answered(good, 200, 1, 0);
  int heard = 0;
  for (int i = 0; i < 100; ++i) {
    const CallerKeys guess =
        caller_keys(kSecret, from("192.0.2.1", ("vg_" + std::to_string(i)).c_str()));
    if (limiter.refuse(guess, 0)) continue;
    ++heard;
    limiter.answered(guess, 401, 1, 0);
  }
  EXPECT_EQ(heard, 10);
  const CallerKeys fresh = caller_keys(kSecret, from("192.0.2.1", "vg_fresh"));
  EXPECT_EQ(*limiter.refuse(fresh, 0), 6 * kSecond);
  EXPECT_FALSE(limiter.refuse(good, 0));
  EXPECT_FALSE(limiter.refuse(caller_keys(kSecret, from("192.0.2.9", "vg_fresh")), 0));
  EXPECT_FALSE(limiter.refuse(fresh, 6 * kSecond));
  // Revoked in between: it is one of many from now on.
  limiter.answered(good, 401, 1, 6 * kSecond);
  EXPECT_TRUE(limiter.refuse(good, 6 * kSecond));
}

TEST(RateLimiter, LetsAMessageWithManyCallsPayForAll) {
  RateLimiter limiter(kLimits);
  const CallerKeys caller = caller_keys(kSecret, from("192.0.2.1", "vg_a"));
  ASSERT_FALSE(limiter.refuse(caller, 0));
  limiter.answered(caller, 200, 100, 0);
  EXPECT_EQ(*limiter.refuse(caller, 0), 51 * kSecond / 10);
}

TEST(RateLimiter, SaysHowLongToWait) {
  const Response response = too_many_requests(1'000'001);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.back().name, "Retry-After");
  EXPECT_EQ(response.headers.back().value, "2");
  EXPECT_EQ(too_many_requests(1).headers.back().value, "1");
}

}  // namespace
}  // namespace vg::http
