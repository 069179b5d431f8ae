// Names for the requests on one loop, and sources of names for what they make. Asking the operating
// system for randomness and hashing it takes a twentieth of the time of a short call, so that one
// seed serves many requests. Not for use by two threads at once.
#pragma once

#include "base/context.hpp"
#include "platform/host/world.hpp"

#include <cstdint>
#include <string>

namespace vg::beast {

class Names {
 public:
  // Of a request, for logs.
  std::string request();
  // A source for what the request makes.
  IdSource fork();

 private:
  IdSource ids_ = IdSource(host::random_seed());
  std::string drawn_;         // names of the next requests, one after the other
  std::uint32_t forked_ = 0;  // from this seed
};

}  // namespace vg::beast
