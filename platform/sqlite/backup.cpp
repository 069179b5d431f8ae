#include "platform/sqlite/backup.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "platform/sqlite/connection.hpp"
#include "store/migrations.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vg::sqlite {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& what, const std::string& path) {
  return {ErrorCode::unavailable, what + " " + path + " is not possible", {}};
}

// To the disk: the content of a file, or the names in a folder.
Status flush(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot("reading", path);
  const bool flushed = ::fsync(file) == 0;
  ::close(file);
  if (!flushed) return cannot("flushing", path);
  return Done();
}

std::string folder_of(const std::string& path) {
  return fs::absolute(path).parent_path().string();
}

// Of the whole file, without reading it into memory of its own.
Result<std::string> digest_of(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot("reading", path);
  const std::size_t size = static_cast<std::size_t>(fs::file_size(path));
  void* bytes = size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (bytes == MAP_FAILED) return cannot("reading", path);
  std::string out = to_hex(sha256({static_cast<const char*>(bytes), size}));
  ::munmap(bytes, size);
  return out;
}

std::string digest_file(const std::string& file) {
  return file + ".sha256";
}

Status write_digest(const std::string& of, const std::string& file) {
  VG_TRY(const std::string digest, digest_of(of));
  std::ofstream out(digest_file(file), std::ios::binary | std::ios::trunc);
  out << digest << "  " << fs::path(file).filename().string() << "\n" << std::flush;
  if (!out) return cannot("writing", digest_file(file));
  return flush(digest_file(file));
}

Status move_into_place(const std::string& from, const std::string& to) {
  VG_CHECK(flush(from));
  std::error_code failure;
  fs::rename(from, to, failure);
  if (failure) return cannot("writing", to);
  return flush(folder_of(to));
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

Error not_whole(const std::string& file, const std::string& why) {
  return {ErrorCode::invalid, file + " is no database that can be used: " + one_line(why, 200), {}};
}

// Nobody else has the database open, and all of it is in its one file.
Status settle(const std::string& database) {
  VG_TRY(const auto connection, Connection::open(database, Durability::safe));
  const auto mode = connection->ask("PRAGMA journal_mode = DELETE");
  if (!mode || *mode != "delete")
    return Error{ErrorCode::conflict,
                 "the database " + database +
                     " is in use; stop the server and other commands first. Nothing was changed",
                 {}};
  return Done();
}

}  // namespace

Status snapshot(const std::string& database, const std::string& file) {
  if (fs::exists(file))
    return Error{ErrorCode::conflict, file + " exists already; nothing was written", {}};
  const std::string unfinished = file + ".unfinished";
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  const mode_t before = ::umask(077);
  Status copied = [&]() -> Status {
    VG_TRY(const auto connection, Connection::open(database, Durability::safe));
    return connection->execute("VACUUM INTO " + quoted(unfinished));
  }();
  ::umask(before);
  if (!copied) {
    fs::remove(unfinished, ignored);
    return copied;
  }
  VG_CHECK(write_digest(unfinished, file));
  return move_into_place(unfinished, file);
}

Result<std::int64_t> verify(const std::string& file) {
  if (!fs::is_regular_file(file))
    return Error{ErrorCode::not_found, "there is no file " + file, {}};
  if (std::ifstream beside(digest_file(file)); beside) {
    std::string written;
    beside >> written;
    VG_TRY(const std::string digest, digest_of(file));
    if (digest != written)
      return not_whole(file, "its bytes are not those of " + digest_file(file));
  }
  sqlite3* raw = nullptr;
  // Immutable: nothing beside the file is read or made.
  const std::string uri = "file:" + file + "?immutable=1";
  const int code =
      sqlite3_open_v2(uri.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> database(raw, &sqlite3_close_v2);
  if (code != SQLITE_OK) return not_whole(file, sqlite3_errmsg(raw));
  const auto ask = [&](const char* sql) -> Result<std::string> {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(raw, sql, -1, &statement, nullptr) != SQLITE_OK)
      return not_whole(file, sqlite3_errmsg(raw));
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owned(statement,
                                                                           &sqlite3_finalize);
    if (sqlite3_step(statement) != SQLITE_ROW) return not_whole(file, sqlite3_errmsg(raw));
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    return std::string(text ? text : "");
  };
  VG_TRY(const std::string sound, ask("PRAGMA integrity_check"));
  if (sound != "ok") return not_whole(file, sound);
  VG_TRY(const std::string number, ask("SELECT max(number) FROM schema_migration"));
  const std::int64_t newest = parse_integer(number).value_or(0);
  if (newest < 1 || newest > std::ssize(store::migrations()))
    return not_whole(file, "it has schema " + number + ", this program knows " +
                               std::to_string(store::migrations().size()));
  return newest;
}

Result<std::string> replace(const std::string& database, const std::string& file,
                            const std::string& suffix) {
  std::string kept;
  std::error_code failure;
  const std::string next = database + ".next";
  fs::remove(next, failure);
  const mode_t before = ::umask(077);
  fs::copy_file(file, next, failure);
  ::umask(before);
  if (failure) return cannot("writing", next);
  if (fs::exists(database)) {
    VG_CHECK(settle(database));
    kept = database + suffix;
    if (fs::exists(kept)) return Error{ErrorCode::conflict, kept + " exists already", {}};
    // A second name for what is there, so that there is a database under its name at every moment.
    fs::create_hard_link(database, kept, failure);
    if (failure) return cannot("keeping", database);
  }
  VG_CHECK(move_into_place(next, database));
  return kept;
}

}  // namespace vg::sqlite
