// Compaction and audit of the product, which work on whole databases.
#pragma once

#include "base/result.hpp"
#include "tests/faults/caller.hpp"

namespace vg::faults {

// With a checkpoint after every other version.
Status compact(sqlite::Database& database, Caller& caller);

// Errors: `conflict` with the first fault that the audit finds; any other is what a read was
// answered with.
Status audit(sqlite::Database& database, Caller& caller);

}  // namespace vg::faults
