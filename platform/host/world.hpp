// The clock and the randomness of the machine: where a Context begins.
#pragma once

#include "base/context.hpp"

#include <string>

namespace vg::host {

Instant now();

// From the operating system's source; aborts when it fails, for nothing may be made of predictable
// secrets.
IdSource::Seed random_seed();

// A context without an actor, whose names come from `ids`.
Context make_context(IdSource ids);
Context make_context();

// `vg_` and 256 random bits in Base64.
std::string make_token();

}  // namespace vg::host
