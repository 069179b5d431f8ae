// The parts of all_statements().
#pragma once

#include "store/statements.hpp"

namespace vg::store {

// Of calls and of their maintenance.
std::span<const NamedSql> call_statements();
// Of what comes in whole and goes out whole: imports, rollbacks, the data of a client.
std::span<const NamedSql> transfer_statements();

}  // namespace vg::store
