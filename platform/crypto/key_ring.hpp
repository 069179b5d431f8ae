// The public keys of an authorization server, ready to check signatures.
#pragma once

#include "base/result.hpp"
#include "oauth/jwks.hpp"
#include "oauth/resource_server.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>

namespace vg::crypto {

class KeySet;

// May be used by several threads at once. Remembers the last few hundred tokens whose signature was
// good, by their SHA-256, until the keys are replaced: the same token comes with every request of a
// client. Only the signature is remembered; whether the token is over is asked each time.
class KeyRing final : public oauth::Signatures {
 public:
  KeyRing();  // without keys: no signature is good
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;
  ~KeyRing() override;

  // Replaces all keys, or none. Errors: `invalid` for what is no usable key set, also for a point
  // that is not on its curve.
  Status load(std::string_view key_set);

  bool good(const oauth::Jws& jws) const override;

 private:
  std::shared_ptr<KeySet> keys() const;

  mutable std::mutex mutex_;  // held to take or replace the pointer
  std::shared_ptr<KeySet> keys_;
};

}  // namespace vg::crypto
