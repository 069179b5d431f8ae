#include "tests/faults/fault_vfs.hpp"

#include "base/result.hpp"
#include "tests/faults/write_journal.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <sqlite3.h>
#include <unistd.h>

namespace vg::faults {
namespace {

constexpr std::array<std::string_view, kCalls> kNames = {"write", "sync", "truncate",
                                                         "read",  "open", "remove"};
constexpr int kSectorBytes = 512;

std::size_t index_of(Call call) {
  return static_cast<std::size_t>(call);
}

// The files whose first sync also syncs their folder, as the default file system of SQLite does.
bool is_journal(int flags) {
  return (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
}

// An open file: SQLite gives the memory, and the file of the default file system follows in it.
struct OpenFile {
  sqlite3_file base;
  FaultVfs* vfs;
  const char* path;
  bool syncs_folder;
};
constexpr std::size_t kRealAt = (sizeof(OpenFile) + alignof(std::max_align_t) - 1) /
                                alignof(std::max_align_t) * alignof(std::max_align_t);

OpenFile& open_file(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kRealAt);
}

std::string_view name_in_folder(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

std::string_view name_of(Call call) {
  return kNames[index_of(call)];
}

struct Shim {
  static FaultVfs& of(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }
  static FaultVfs& of(sqlite3_file* file) { return *open_file(file).vfs; }

  // Tells the journal, if there is one.
  template <class Function>
  static void record(FaultVfs& vfs, Function function) {
    const std::lock_guard lock(vfs.mutex_);
    if (vfs.journal_ != nullptr) function(*vfs.journal_);
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    FaultVfs& own = of(vfs);
    file->pMethods = nullptr;
    // Temporary files are no part of what has to last.
    if (path == nullptr) return own.real_->xOpen(own.real_, path, file, flags, out);
    if (own.judge(Call::open) != FaultVfs::Verdict::pass) return SQLITE_CANTOPEN;
    const int code = own.real_->xOpen(own.real_, path, real(file), flags, out);
    if (code != SQLITE_OK) return code;
    OpenFile& opened = open_file(file);
    opened.vfs = &own;
    opened.path = path;
    opened.syncs_folder = is_journal(flags) && (flags & SQLITE_OPEN_CREATE) != 0;
    file->pMethods = &kMethods;
    record(own, [&](WriteJournal& journal) { journal.opened(name_in_folder(path)); });
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    FaultVfs& own = of(vfs);
    if (own.judge(Call::remove) != FaultVfs::Verdict::pass) return SQLITE_IOERR_DELETE;
    const int sync = own.syncs_ == Syncs::real ? sync_folder : 0;
    const int code = own.real_->xDelete(own.real_, path, sync);
    if (code == SQLITE_OK)
      record(own, [&](WriteJournal& journal) {
        journal.removed(name_in_folder(path));
        if (sync_folder != 0) journal.synced_folder();
      });
    return code;
  }

  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    FaultVfs& own = of(vfs);
    if (own.is_dead()) return SQLITE_IOERR_ACCESS;
    return own.real_->xAccess(own.real_, path, flags, out);
  }

  static int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

  static int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
    if (of(file).judge(Call::read) != FaultVfs::Verdict::pass) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
  }

  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const auto put = [&](int part) {
      return real(file)->pMethods->xWrite(real(file), bytes, part, offset);
    };
    switch (of(file).judge(Call::write)) {
      case FaultVfs::Verdict::error: return SQLITE_IOERR_WRITE;
      case FaultVfs::Verdict::full: return SQLITE_FULL;
      case FaultVfs::Verdict::half: (void)put(count / 2); return SQLITE_FULL;
      case FaultVfs::Verdict::sector:
        (void)put(std::min(count, kSectorBytes));
        return SQLITE_IOERR_WRITE;
      case FaultVfs::Verdict::pass: break;
    }
    const int code = put(count);
    if (code == SQLITE_OK)
      record(of(file), [&](WriteJournal& journal) {
        journal.wrote(name_in_folder(open_file(file).path), offset,
                      {static_cast<const char*>(bytes), static_cast<std::size_t>(count)});
      });
    return code;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (of(file).judge(Call::truncate) != FaultVfs::Verdict::pass) return SQLITE_IOERR_TRUNCATE;
    const int code = real(file)->pMethods->xTruncate(real(file), size);
    if (code == SQLITE_OK)
      record(of(file), [&](WriteJournal& journal) {
        journal.resized(name_in_folder(open_file(file).path), size);
      });
    return code;
  }

  static int sync(sqlite3_file* file, int flags) {
    FaultVfs& own = of(file);
    if (own.judge(Call::sync) != FaultVfs::Verdict::pass) {
      record(own, [&](WriteJournal& journal) {
        journal.failed_to_sync(name_in_folder(open_file(file).path));
      });
      return SQLITE_IOERR_FSYNC;
    }
    int code = SQLITE_OK;
    if (own.syncs_ == Syncs::real) code = real(file)->pMethods->xSync(real(file), flags);
    if (code != SQLITE_OK) return code;
    OpenFile& opened = open_file(file);
    record(own, [&](WriteJournal& journal) {
      journal.synced(name_in_folder(opened.path));
      if (opened.syncs_folder) journal.synced_folder();
    });
    opened.syncs_folder = false;
    return SQLITE_OK;
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    if (of(file).is_dead()) return SQLITE_IOERR_FSTAT;
    return real(file)->pMethods->xFileSize(real(file), size);
  }

  static int file_control(sqlite3_file* file, int what, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), what, argument);
  }

  static int lock(sqlite3_file* file, int level) {
    if (of(file).is_dead()) return SQLITE_IOERR_LOCK;
    return real(file)->pMethods->xLock(real(file), level);
  }
  static int unlock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
  }
  static int check_reserved_lock(sqlite3_file* file, int* out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
  }
  static int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
  }
  static int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
  }

  static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    if (of(file).is_dead()) return SQLITE_IOERR_SHMMAP;
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
  }
  static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    if (of(file).is_dead() && (flags & SQLITE_SHM_UNLOCK) == 0) return SQLITE_IOERR_SHMLOCK;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
  }
  static void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
  static int shm_unmap(sqlite3_file* file, int remove_too) {
    return real(file)->pMethods->xShmUnmap(real(file), remove_too);
  }

  // Without xFetch, which maps: every read of the database is a call that can fail.
  static const sqlite3_io_methods kMethods;
};

const sqlite3_io_methods Shim::kMethods = {.iVersion = 2,
                                           .xClose = &close,
                                           .xRead = &read,
                                           .xWrite = &write,
                                           .xTruncate = &truncate,
                                           .xSync = &sync,
                                           .xFileSize = &file_size,
                                           .xLock = &lock,
                                           .xUnlock = &unlock,
                                           .xCheckReservedLock = &check_reserved_lock,
                                           .xFileControl = &file_control,
                                           .xSectorSize = &sector_size,
                                           .xDeviceCharacteristics = &characteristics,
                                           .xShmMap = &shm_map,
                                           .xShmLock = &shm_lock,
                                           .xShmBarrier = &shm_barrier,
                                           .xShmUnmap = &shm_unmap,
                                           .xFetch = nullptr,
                                           .xUnfetch = nullptr};

FaultVfs::FaultVfs(Syncs syncs)
    : syncs_(syncs), real_(sqlite3_vfs_find(nullptr)), own_(new sqlite3_vfs(*real_)) {
  // What is not replaced here works for any file and is taken over as it is.
  own_->iVersion = 2;
  own_->szOsFile = static_cast<int>(kRealAt) + real_->szOsFile;
  own_->zName = "vg-faults";
  own_->pAppData = this;
  own_->xOpen = &Shim::open;
  own_->xDelete = &Shim::remove;
  own_->xAccess = &Shim::access;
  VG_ASSERT(sqlite3_vfs_register(own_.get(), 1) == SQLITE_OK);
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(own_.get());
  sqlite3_vfs_register(real_, 1);
}

void FaultVfs::arm(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  armed_ = true;
  struck_ = dead_ = false;
  calls_ = {};
}

bool FaultVfs::disarm() {
  const std::lock_guard lock(mutex_);
  armed_ = dead_ = false;
  return struck_;
}

std::int64_t FaultVfs::calls(Call call) const {
  const std::lock_guard lock(mutex_);
  return calls_[index_of(call)];
}

void FaultVfs::record(WriteJournal* journal) {
  const std::lock_guard lock(mutex_);
  journal_ = journal;
}

bool FaultVfs::is_dead() const {
  const std::lock_guard lock(mutex_);
  return dead_;
}

FaultVfs::Verdict FaultVfs::judge(Call call) {
  const std::lock_guard lock(mutex_);
  if (dead_) return Verdict::error;
  const std::int64_t number = ++calls_[index_of(call)];
  if (!armed_ || fault_.call != call || number < fault_.at) return Verdict::pass;
  if (number > fault_.at && fault_.lasting == Lasting::once) return Verdict::pass;
  struck_ = true;
  switch (fault_.effect) {
    case Effect::io_error: return Verdict::error;
    case Effect::disk_full: return Verdict::full;
    case Effect::short_write: return Verdict::half;
    case Effect::death: dead_ = true; return Verdict::error;
    case Effect::torn_death: dead_ = true; return Verdict::sector;
    case Effect::kill: ::kill(::getpid(), SIGKILL); return Verdict::error;
  }
  return Verdict::pass;
}

}  // namespace vg::faults
