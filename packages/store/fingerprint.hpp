// How a repeated write is recognised.
#pragma once

#include "base/context.hpp"
#include "json/value.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::store {

// A write is remembered for 24 hours.
inline constexpr std::int64_t kRememberMs = 24 * 60 * 60 * 1000;

// Requests that are not younger than this are forgotten.
constexpr std::int64_t request_cutoff(Instant now) {
  return now.ms - kRememberMs;
}

struct Fingerprint {
  std::string id;      // of the given key, else of the content: 22 characters
  std::string digest;  // of the content: 22 characters
  std::string nonce;   // of this attempt
  std::int64_t cutoff = 0;
};

// `arguments` are those of the tool; the member `idempotency_key` is the key and not part of the
// content.
Fingerprint make_fingerprint(std::string_view tool, json::Value arguments, Context& context);

// What the request table knows: a row of kSelectRequest or the request column of an outcome.
struct Seen {
  std::string digest, tool, subject, nonce;
  std::int64_t version = 0;
};
std::optional<Seen> read_seen(std::string_view json_row);

}  // namespace vg::store
