#include "platform/sqlite/migrate.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <string>

namespace vg::sqlite {
namespace {

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
    "digest TEXT NOT NULL) STRICT";

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

Result<std::int64_t> apply(Connection& connection, std::span<const store::Migration> known) {
  VG_CHECK(connection.execute(kTable));
  VG_TRY(std::string newest_text,
         connection.ask("SELECT coalesce(max(number), 0) FROM schema_migration"));
  const std::int64_t newest = parse_integer(newest_text).value_or(0);
  if (newest > std::ssize(known))
    return Error{ErrorCode::unavailable,
                 "the database has schema " + newest_text + ", this program knows " +
                     std::to_string(known.size()) +
                     "; start the newer program, or restore a snapshot",
                 {}};
  for (const store::Migration& migration : known) {
    const std::string digest = to_hex(sha256(migration.sql));
    if (migration.number <= newest) {
      VG_TRY(std::string applied,
             connection.ask("SELECT digest FROM schema_migration WHERE number = " +
                            std::to_string(migration.number)));
      if (applied != digest)
        return Error{ErrorCode::unavailable,
                     "migration " + std::string(migration.name) +
                         " of the database is not the one of this program",
                     {}};
      continue;
    }
    VG_CHECK(connection.execute(std::string(migration.sql)));
    VG_CHECK(connection.execute("INSERT INTO schema_migration VALUES (" +
                                std::to_string(migration.number) + ", " + quoted(migration.name) +
                                ", " + quoted(digest) + ")"));
  }
  return std::int64_t{std::ssize(known)};
}

}  // namespace

Result<std::int64_t> migrate(Connection& connection, std::span<const store::Migration> known) {
  VG_CHECK(connection.execute("BEGIN IMMEDIATE"));
  auto number = apply(connection, known);
  if (!number) {
    (void)connection.execute("ROLLBACK");
    return number;
  }
  VG_CHECK(connection.execute("COMMIT"));
  return number;
}

}  // namespace vg::sqlite
