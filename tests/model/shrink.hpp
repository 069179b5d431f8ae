// Makes a failing sequence small enough to read.
#pragma once

#include <cstddef>
#include <vector>

namespace vg::model {

// Takes out blocks, then single elements, as long as `fails` holds for what is left. The result
// fails, and no element of it can be taken out alone; `fails` is asked at most `max_tries` times.
template <class T, class Fails>
std::vector<T> shrink(std::vector<T> sequence, const Fails& fails, int max_tries = 2'000) {
  for (std::size_t block = sequence.size() / 2; block > 0;) {
    bool smaller = false;
    for (std::size_t at = 0; at + block <= sequence.size() && max_tries > 0;) {
      std::vector<T> rest = sequence;
      const auto from = rest.begin() + static_cast<std::ptrdiff_t>(at);
      rest.erase(from, from + static_cast<std::ptrdiff_t>(block));
      --max_tries;
      if (fails(rest)) {
        sequence = std::move(rest);
        smaller = true;
      } else {
        at += block;
      }
    }
    if (!smaller || max_tries <= 0) block /= 2;
    if (max_tries <= 0) break;
  }
  return sequence;
}

}  // namespace vg::model
