// A key set in a file that somebody else replaces now and then.
#pragma once

#include "base/result.hpp"
#include "platform/crypto/key_ring.hpp"

#include <cstdint>
#include <filesystem>

namespace vg::crypto {

// Not for several threads at once.
class KeyFile final {
 public:
  // `ring` lives longer.
  KeyFile(std::filesystem::path path, KeyRing& ring) : path_(std::move(path)), ring_(ring) {}
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;

  // Reads the file if it is another one, or was written, since the last time; true when the ring
  // has new keys. Errors: `invalid` when it cannot be read or used, once for each change; the ring
  // then keeps the keys that it has.
  Result<bool> refresh();

 private:
  struct Stamp {
    std::int64_t seconds = 0, nanoseconds = 0;
    std::uint64_t size = 0, file = 0;

    bool operator==(const Stamp&) const = default;
  };

  std::filesystem::path path_;
  KeyRing& ring_;
  Stamp seen_;
  bool asked_ = false;
};

}  // namespace vg::crypto
