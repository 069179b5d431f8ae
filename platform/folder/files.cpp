#include "platform/folder/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>

namespace vg::folder {
namespace {

Error cannot(std::string_view what, const std::filesystem::path& path) {
  return {ErrorCode::unavailable,
          "cannot " + std::string(what) + " " + path.string() + ": " + std::strerror(errno),
          {}};
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::error_code failure;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, failure)) return std::nullopt;
  std::ostringstream out;
  out << file.rdbuf();
  return std::move(out).str();
}

Status replace_file(const std::filesystem::path& path, std::string_view content) {
  std::error_code failure;
  std::filesystem::create_directories(path.parent_path(), failure);
  const std::filesystem::path next = path.string() + ".next";
  const int file = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return cannot("write", next);
  bool good = true;
  for (std::size_t at = 0; good && at < content.size();) {
    const ssize_t n = ::write(file, content.data() + at, content.size() - at);
    good = n > 0;
    at += good ? static_cast<std::size_t>(n) : 0;
  }
  good = good && ::fsync(file) == 0;
  good = ::close(file) == 0 && good;
  if (!good) return cannot("write", next);
  if (std::rename(next.c_str(), path.c_str()) != 0) return cannot("replace", path);
  return Done{};
}

FileLock::FileLock(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::create_directories(path.parent_path(), failure);
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ >= 0 && ::flock(file_, LOCK_EX) != 0) {
    ::close(file_);
    file_ = -1;
  }
}

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace vg::folder
