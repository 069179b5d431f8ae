#include "http/rate_limit.hpp"

#include "http/address.hpp"
#include "http/problem.hpp"

#include <algorithm>
#include <bit>

namespace vg::http {
namespace {

constexpr std::size_t kWays = 8;
constexpr std::int64_t kKnownForUs = 15LL * 60 * 1'000'000;
constexpr std::int64_t kMaxCharge = 1'000;
constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kLeastBurst = 50;

// Addresses and tokens have keys of their own, so that no token stands for an address. Never 0,
// which stands for nobody.
enum class Kind : std::uint64_t { address = 1, token };

std::uint64_t key_of(const SipKey& secret, Kind kind, std::string_view text) {
  const std::uint64_t key =
      sip_hash({secret[0] ^ static_cast<std::uint64_t>(kind), secret[1]}, text);
  return key == 0 ? 1 : key;
}

}  // namespace

std::int64_t charged(const Rate& rate, std::int64_t full_at_us, std::int64_t now_us,
                     std::int64_t count) {
  return std::max(full_at_us, now_us) + rate.interval_us * count;
}

Buckets::Buckets(Rate rate, std::size_t size)
    : rate_(rate), buckets_(std::bit_ceil(std::max(size, kWays))) {}

const Buckets::Bucket* Buckets::find(std::uint64_t key) const {
  const std::size_t first = key % (buckets_.size() / kWays) * kWays;
  for (std::size_t i = first; i < first + kWays; ++i)
    if (buckets_[i].key == key) return &buckets_[i];
  return nullptr;
}

Buckets::Bucket& Buckets::place(std::uint64_t key) {
  const std::size_t first = key % (buckets_.size() / kWays) * kWays;
  Bucket* victim = &buckets_[first];
  for (std::size_t i = first; i < first + kWays; ++i) {
    if (buckets_[i].key == key) return buckets_[i];
    if (buckets_[i].full_at_us < victim->full_at_us) victim = &buckets_[i];
  }
  *victim = {key, 0};
  return *victim;
}

std::int64_t Buckets::wait(std::uint64_t key, std::int64_t now_us) const {
  const Bucket* bucket = rate_.interval_us == 0 ? nullptr : find(key);
  if (bucket == nullptr) return 0;
  const std::int64_t slack = rate_.interval_us * (rate_.burst - 1);
  return std::max<std::int64_t>(bucket->full_at_us - slack - now_us, 0);
}

std::int64_t Buckets::take(std::uint64_t key, std::int64_t now_us) {
  if (const std::int64_t left = wait(key, now_us); left > 0) return left;
  charge(key, now_us, 1);
  return 0;
}

void Buckets::charge(std::uint64_t key, std::int64_t now_us, std::int64_t count) {
  if (rate_.interval_us == 0) return;
  Bucket& bucket = place(key);
  bucket.full_at_us = charged(rate_, bucket.full_at_us, now_us, count);
}

void Buckets::raise(std::uint64_t key, std::int64_t full_at_us) {
  Bucket& bucket = place(key);
  bucket.full_at_us = std::max(bucket.full_at_us, full_at_us);
}

void Buckets::mark(std::uint64_t key, std::int64_t now_us, std::int64_t until_us) {
  // Not written again and again: half of the time is left at least.
  const Bucket* bucket = find(key);
  if (bucket != nullptr && bucket->full_at_us - now_us > (until_us - now_us) / 2) return;
  place(key).full_at_us = until_us;
}

void Buckets::unmark(std::uint64_t key) {
  if (find(key) != nullptr) place(key) = {};
}

bool Buckets::is_marked(std::uint64_t key, std::int64_t now_us) const {
  const Bucket* bucket = find(key);
  return bucket != nullptr && bucket->full_at_us > now_us;
}

CallerKeys caller_keys(const SipKey& secret, const Request& request) {
  const std::string_view token = request.bearer();
  return {.address = key_of(secret, Kind::address, network_of(request.peer)),
          .token = token.empty() ? 0 : key_of(secret, Kind::token, token)};
}

RateLimiter::RateLimiter(const RateLimits& limits, std::size_t places)
    : tokens_(limits.token, places),
      addresses_(limits.address, places),
      failures_(limits.failure, places),
      known_({}, places) {}

std::optional<std::int64_t> RateLimiter::refuse(const CallerKeys& caller, std::int64_t now_us) {
  if (const std::int64_t left = addresses_.take(caller.address, now_us); left > 0) return left;
  if (caller.token == 0) return std::nullopt;
  const bool known = known_.is_marked(caller.token, now_us);
  if (const std::int64_t left = failures_.wait(caller.address, now_us); !known && left > 0)
    return left;
  if (const std::int64_t left = tokens_.take(caller.token, now_us); left > 0) return left;
  return std::nullopt;
}

void RateLimiter::answered(const CallerKeys& caller, int status, std::int64_t database_calls,
                           std::int64_t now_us) {
  if (caller.token == 0) return;
  if (status == 401) {
    failures_.charge(caller.address, now_us, 1);
    known_.unmark(caller.token);
    return;
  }
  if (database_calls == 0) return;
  known_.mark(caller.token, now_us, now_us + kKnownForUs);
  if (database_calls > 1)
    tokens_.charge(caller.token, now_us, std::min(database_calls - 1, kMaxCharge));
}

void RateLimiter::raise(Limit limit, std::uint64_t key, std::int64_t full_at_us) {
  Buckets& buckets = limit == Limit::token     ? tokens_
                     : limit == Limit::address ? addresses_
                                               : failures_;
  buckets.raise(key, full_at_us);
}

Response too_many_requests(std::int64_t wait_us) {
  const std::int64_t seconds = std::max<std::int64_t>((wait_us + kSecondUs - 1) / kSecondUs, 1);
  return problem(429, "too many requests",
                 "too many requests from here at once; nothing was done, and the same request may "
                 "be sent again in " +
                     std::to_string(seconds) + " s")
      .with("Retry-After", std::to_string(seconds));
}

RateLimits RateLimits::of(std::int64_t token, std::int64_t address, std::int64_t failures) {
  const auto a_second = [](std::int64_t rate) {
    return Rate::of(rate, kSecondUs, std::max(kLeastBurst, rate * 10));
  };
  return {.token = a_second(token),
          .address = a_second(address),
          .failure = Rate::of(failures, 60 * kSecondUs, failures)};
}

}  // namespace vg::http
