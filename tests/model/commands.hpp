// Random sequences of commands, made so that they collide: few trips, few ids, few keys, versions
// that may be stale, values that may not fit.
#pragma once

#include "tests/model/tree.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace vg::model {

// Names of two tenants; a command names one of them.
inline constexpr const char* kTenants[] = {"agency", "other"};

// A sequence stays runnable when commands are taken out of it: trips are named by the register that
// the last create_trip put their id into (`$1`), versions relative to the present one
// (`expected_version` "$-1" is the one before), repetitions by how many calls they lie back.
struct Command {
  enum class Kind {
    call,
    again,   // the call of `back` calls ago once more, with the same arguments
    later,   // time passes
    reopen,  // the database is closed and opened again
    compact  // checkpoints are written and old requests deleted: no answer changes
  };
  Kind kind = Kind::call;
  std::size_t tenant = 0;
  std::string tool = {};
  Tree arguments = {};
  int into = -1;  // create_trip: the register
  std::size_t back = 1;
  std::int64_t ms = 0;
  std::int64_t every = 0;  // compact: versions from checkpoint to checkpoint
};

using Sequence = std::vector<Command>;

// One line per command.
std::string describe(const Sequence& sequence);

// The same seed gives the same sequence, wherever it runs.
Sequence random_sequence(unsigned seed);

// Any JSON object of at most `depth` levels, with keys and values that are hard to spell; with
// nulls where it is a merge patch.
enum class Nulls { none, some };
Tree random_object(std::mt19937& random, int depth, Nulls nulls);

}  // namespace vg::model
