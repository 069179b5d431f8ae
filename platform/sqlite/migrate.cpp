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

// A file that has tables, or the mark of an application, but no list of migrations is somebody
// else's.
Status check_owner(Connection& connection) {
  VG_TRY(const std::string list,
         connection.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'"));
  VG_TRY(const std::string tables, connection.ask("SELECT count(*) FROM sqlite_schema"));
  VG_TRY(const std::string mark, connection.ask("PRAGMA application_id"));
  if (list != "0" || (tables == "0" && mark == "0")) return Done{};
  VG_TRY(const std::string path,
         connection.ask("SELECT file FROM pragma_database_list WHERE name = 'main'"));
  return Error{ErrorCode::internal,
               "the database " + path + " is one of another program; name another file",
               {}};
}

Result<std::int64_t> apply(Connection& connection, std::span<const store::Migration> known) {
  VG_CHECK(check_owner(connection));
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
