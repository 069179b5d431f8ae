// How many connections each address has open, over all loops. Touched when a connection opens and
// when it ends.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace vg::beast {

class AddressCount {
 public:
  // False when the network has `most` already; 0 is no limit. Every entry is left once.
  bool enter(const std::string& network, std::size_t most) {
    const std::lock_guard lock(mutex_);
    std::size_t& count = open_[network];
    if (most != 0 && count >= most) return false;
    ++count;
    return true;
  }
  void leave(const std::string& network) {
    const std::lock_guard lock(mutex_);
    const auto at = open_.find(network);
    if (--at->second == 0) open_.erase(at);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::size_t, std::less<>> open_;  // no entry without a connection
};

}  // namespace vg::beast
