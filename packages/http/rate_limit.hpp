// How often somebody may ask: token buckets on a clock that the caller brings, in memory that does
// not grow. Not for several threads at once; the host puts a lock around it.
#pragma once

#include "base/digest.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vg::http {

// One more token every interval, at most `burst` of them kept. No interval: no limit.
struct Rate {
  std::int64_t interval_us = 0;
  std::int64_t burst = 1;

  // Nothing is limited for 0 in a period.
  static Rate of(std::int64_t count, std::int64_t period_us, std::int64_t burst) {
    return {count == 0 ? 0 : period_us / count, burst};
  }
};

// When a bucket that would be full at `full_at_us` is full after `count` more tokens are taken,
// also those that are not there yet.
std::int64_t charged(const Rate& rate, std::int64_t full_at_us, std::int64_t now_us,
                     std::int64_t count);

// Buckets by key, all with the same rate. Each is one number, the time at which it is full again
// (the generic cell rate algorithm). A key has eight places to be in; when they are taken, the
// bucket that is full soonest is forgotten, and a bucket that is full already has nothing to lose.
class Buckets {
 public:
  // `size` is rounded up to a power of two of at least eight.
  Buckets(Rate rate, std::size_t size);

  // Takes one token; without one, takes nothing and returns the microseconds until there is one.
  std::int64_t take(std::uint64_t key, std::int64_t now_us);
  // Microseconds until there is a token; takes none.
  std::int64_t wait(std::uint64_t key, std::int64_t now_us) const;
  // Takes `count` tokens, also those that are not there yet: the next ones wait for them.
  void charge(std::uint64_t key, std::int64_t now_us, std::int64_t count);
  // Others took from the same bucket: it is full at this time at the earliest.
  void raise(std::uint64_t key, std::int64_t full_at_us);

  // Keys are put to another use too: a mark that holds until a time.
  void mark(std::uint64_t key, std::int64_t now_us, std::int64_t until_us);
  void unmark(std::uint64_t key);
  bool is_marked(std::uint64_t key, std::int64_t now_us) const;

 private:
  struct Bucket {
    std::uint64_t key = 0;
    std::int64_t full_at_us = 0;
  };

  const Bucket* find(std::uint64_t key) const;
  Bucket& place(std::uint64_t key);

  Rate rate_;
  std::vector<Bucket> buckets_;
};

enum class Limit : std::uint32_t { token, address, failure };

struct RateLimits {
  Rate token;    // requests with one token
  Rate address;  // requests from one address
  Rate failure;  // requests from one address with a token that is none

  // Requests a second, wrong tokens a minute; 0 is no limit. A burst is ten seconds of the rate and
  // never less than 50 requests; of wrong tokens a minute.
  static RateLimits of(std::int64_t token, std::int64_t address, std::int64_t failures);

  const Rate& of(Limit limit) const {
    return limit == Limit::token ? token : limit == Limit::address ? address : failure;
  }
};

// Who asks, as numbers that nobody outside can choose: hashes with a secret of the process.
struct CallerKeys {
  std::uint64_t address = 0;
  std::uint64_t token = 0;  // 0: none was sent
};
CallerKeys caller_keys(const SipKey& secret, const Request& request);

// The three limits together. A guesser of tokens uses up the failures of its address and is then
// not heard with any token there, but for those that have been good within the last minutes: one
// broken client does not shut out its neighbours behind the same address.
class RateLimiter {
 public:
  static constexpr std::size_t kPlaces = 4096;  // of each kind; 64 KiB each

  explicit RateLimiter(const RateLimits& limits, std::size_t places = kPlaces);

  // Nothing when the request may pass; else the microseconds to wait for.
  std::optional<std::int64_t> refuse(const CallerKeys& caller, std::int64_t now_us);
  // What came of a request that passed: a message with many calls pays for each of them.
  void answered(const CallerKeys& caller, int status, std::int64_t database_calls,
                std::int64_t now_us);
  // What another process knows of a bucket that both have.
  void raise(Limit limit, std::uint64_t key, std::int64_t full_at_us);

 private:
  Buckets tokens_, addresses_, failures_, known_;
};

// 429 with Retry-After in whole seconds.
Response too_many_requests(std::int64_t wait_us);

// What decides whether a caller may ask now. It remembers, so the host has it.
class Gate {
 public:
  virtual ~Gate() = default;
  virtual std::optional<Response> refuse(const Request& request) = 0;
  virtual void answered(const Request& request, int status, std::int64_t database_calls) = 0;
};

}  // namespace vg::http
