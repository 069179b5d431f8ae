#include "platform/host/world.hpp"

#include "base/digest.hpp"
#include "base/result.hpp"

#include <chrono>
#include <sys/random.h>

namespace vg::host {

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

IdSource::Seed random_seed() {
  IdSource::Seed seed{};
  const ssize_t got = getrandom(seed.data(), seed.size(), 0);
  VG_ASSERT(got == static_cast<ssize_t>(seed.size()));
  return seed;
}

Context make_context(IdSource ids) {
  return {.now = now(), .ids = ids, .actor = {}};
}

Context make_context() {
  return make_context(IdSource(random_seed()));
}

std::string make_token() {
  return "vg_" + to_base64url(random_seed());
}

}  // namespace vg::host
