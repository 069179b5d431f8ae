#include "platform/crypto/key_file.hpp"

#include "oauth/jwks.hpp"
#include "platform/folder/files.hpp"

#include <sys/stat.h>
#include <utility>

namespace vg::crypto {

Result<bool> KeyFile::refresh() {
  // Looked at before it is read: what is written in between is seen the next time.
  struct stat status{};
  const bool there = ::stat(path_.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  const Stamp now = there ? Stamp{.seconds = status.st_mtim.tv_sec,
                                  .nanoseconds = status.st_mtim.tv_nsec,
                                  .size = static_cast<std::uint64_t>(status.st_size),
                                  .file = status.st_ino}
                          : Stamp{};
  if (std::exchange(asked_, true) && now == seen_) return false;
  seen_ = now;
  if (now.size > oauth::kMaxKeySetBytes)
    return Error{ErrorCode::invalid, "the key set is not usable: it has more than 256 KB", {}};
  const auto text = there ? folder::read_file(path_) : std::nullopt;
  if (!text) return Error{ErrorCode::invalid, "the file of the key set cannot be read", {}};
  VG_CHECK(ring_.load(*text));
  return true;
}

}  // namespace vg::crypto
