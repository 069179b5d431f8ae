#include "platform/beast/names.hpp"

namespace vg::beast {

std::string Names::request() {
  constexpr std::size_t kLength = 16;
  constexpr std::size_t kTogether = 3;
  if (drawn_.empty()) drawn_ = ids_.random(kLength * kTogether);
  std::string name = drawn_.substr(drawn_.size() - kLength);
  drawn_.resize(drawn_.size() - kLength);
  return name;
}

IdSource Names::fork() {
  constexpr std::uint32_t kMostOfOneSeed = 4096;
  if (forked_++ == kMostOfOneSeed) {
    ids_ = IdSource(host::random_seed());
    forked_ = 1;
  }
  return ids_.fork();
}

}  // namespace vg::beast
