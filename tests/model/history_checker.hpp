// Whether what many clients saw at once could have happened one call after the other.
//
// A history is linearizable when its calls can be put in one order that keeps to the clock (a call
// that was answered before another was made stands before it) and in which every answer is the one
// that a single trip gives. The search is that of Wing and Gong, with Lowe's memory of what was
// tried: which calls were placed, and the versions that they made. Trips do not touch each other,
// so that each is searched alone.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace vg::model {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

// One request of one client, and the answer as it came.
struct Call {
  enum class Kind { create, edit, restore, read };
  enum class Answer {
    unknown,  // none came, or one that says nothing: it took effect once, later, or never
    applied,
    duplicate,
    conflict,
    not_found,
    invalid,
    found
  };

  Kind kind = Kind::read;
  std::string trip;           // calls of different trips are independent
  std::string request;        // equal for repetitions of one write
  std::string value;          // that a create or an edit writes
  std::int64_t wanted = 0;    // restore and read: the version; 0 reads the present one
  std::int64_t expected = 0;  // the version that a write expects; 0: any
  std::int64_t invoked = 0;   // on one clock
  std::int64_t answered = kNever;
  Answer answer = Answer::unknown;
  std::int64_t version = 0;     // in the answer; 0: it says none
  std::int64_t applied_as = 0;  // of a duplicate
  std::string found;  // the value that a read found; else the error, when it is a rare one
};

struct Judgement {
  bool linearizable = true;
  std::string why;  // the trip, and the calls after which no order goes on
};

Judgement judge(std::span<const Call> calls);

std::string describe(const Call& call);

}  // namespace vg::model
