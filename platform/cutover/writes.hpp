// What was changed here since the switch, as files: for the rollback, after which the old system
// goes on without it.
#pragma once

#include "base/context.hpp"
#include "platform/sqlite/database.hpp"

#include <filesystem>

namespace vg::cutover {

struct Writes {
  std::int64_t trips = 0, clients = 0, events = 0, publications = 0;
};

// Writes `<file>.jsonl`, one JSON object per line: every trip and client that changed with its
// document as it is now, every event and every publication since; and `<file>.md` for a person who
// enters them into the old system. Both replace what was there. Errors: of the database, or
// `unavailable` when a file cannot be written.
Result<Writes> export_writes(sqlite::Database& database, const Context& context, Instant since,
                             const std::filesystem::path& file);

}  // namespace vg::cutover
