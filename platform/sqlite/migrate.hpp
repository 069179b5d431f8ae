// Brings a database file to the schema of this program.
#pragma once

#include "base/result.hpp"
#include "platform/sqlite/connection.hpp"
#include "store/migrations.hpp"

#include <cstdint>
#include <span>

namespace vg::sqlite {

// Applies the missing migrations in one transaction; -> the number of the newest. Errors:
// `unavailable` when the file was made by a newer program or an applied migration differs from the
// one that this program carries; `internal` when it is a database of another program.
Result<std::int64_t> migrate(Connection& connection,
                             std::span<const store::Migration> known = store::migrations());

}  // namespace vg::sqlite
