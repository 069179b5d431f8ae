// A file system for SQLite that fails on purpose: it stands before the default one and is the
// default while it lives.
//
// It counts the calls that can fail by kind, lets one fail, or all from one on, and can record
// every change of the files. Locks and the shared memory of the write-ahead log pass through.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

struct sqlite3_vfs;

namespace vg::faults {

class WriteJournal;

enum class Call { write, sync, truncate, read, open, remove };
inline constexpr std::size_t kCalls = 6;
std::string_view name_of(Call call);

enum class Effect {
  io_error,     // nothing is done and the call fails
  disk_full,    // nothing is done and the call says that the disk is full
  short_write,  // half of the bytes are written, then the disk is full
  death,        // nothing is done, and every later call fails: the process is gone
  torn_death,   // the first 512 bytes are written, and every later call fails
  kill          // the process ends itself with SIGKILL
};

enum class Lasting { once, from_then_on };

struct Fault {
  Call call = Call::write;
  Effect effect = Effect::io_error;
  Lasting lasting = Lasting::once;
  std::int64_t at = 1;  // the first call of its kind after arm() is 1
};

// Skipped: nothing here depends on what the disk does, and a test is many times faster.
enum class Syncs { skipped, real };

class FaultVfs final {
 public:
  explicit FaultVfs(Syncs syncs);
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  ~FaultVfs();  // no file is open any more

  void arm(const Fault& fault);
  // Everything works again. -> whether the fault was reached.
  bool disarm();
  // Calls of a kind since arm().
  std::int64_t calls(Call call) const;

  // Records from now on, or no longer with nullptr. The folder has to be empty at the beginning.
  void record(WriteJournal* journal);

 private:
  friend struct Shim;  // the functions that SQLite calls

  enum class Verdict { pass, error, full, half, sector };
  Verdict judge(Call call);
  bool is_dead() const;

  const Syncs syncs_;
  sqlite3_vfs* const real_;
  const std::unique_ptr<sqlite3_vfs> own_;

  mutable std::mutex mutex_;
  Fault fault_ = {};
  bool armed_ = false;
  bool struck_ = false;
  bool dead_ = false;
  std::array<std::int64_t, kCalls> calls_ = {};
  WriteJournal* journal_ = nullptr;
};

}  // namespace vg::faults
