// Copies of a database as files: taken while it is in use, checked before they are trusted.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace vg::sqlite {

// Writes a compact copy of the database, as it is at one moment, to a file that does not exist yet,
// and its SHA-256 beside it, in `<file>.sha256` as sha256sum writes it. Readers and writers go on.
// The file appears under its name only when it is whole and on the disk.
// Errors: `conflict` when the file exists, `unavailable` when it cannot be written.
Status snapshot(const std::string& database, const std::string& file);

// Whether a file is a whole database of this product that this program can open, with the digest
// that stands beside it, if one does; it is not changed. -> the number of its newest migration.
// Errors: `not_found`, or `invalid` with what is wrong.
Result<std::int64_t> verify(const std::string& file);

// Puts a verified file in the place of the database. What was there stays beside it under the name
// that is returned; empty when nothing was there. Errors: `conflict` when the database is in use.
Result<std::string> replace(const std::string& database, const std::string& file,
                            const std::string& suffix);

}  // namespace vg::sqlite
