// How often a random test tries: less often under a sanitizer, where everything takes ten times as
// long.
#pragma once

namespace vg::model {

constexpr unsigned rounds(unsigned at_full_speed) {
#ifdef VG_FEWER_ROUNDS
  return at_full_speed / 10 + 1;
#else
  return at_full_speed;
#endif
}

}  // namespace vg::model
