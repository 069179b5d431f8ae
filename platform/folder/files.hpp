// Whole files: read, replaced by a rename, locked between processes.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vg::folder {

// Nothing when there is no such file.
std::optional<std::string> read_file(const std::filesystem::path& path);

// Written to a neighbour, flushed to the disk and renamed: a reader sees the old file or the new
// one. Makes the folders above it. Errors: `unavailable`.
Status replace_file(const std::filesystem::path& path, std::string_view content);

// Held while it lives; waits for other processes.
class FileLock final {
 public:
  explicit FileLock(const std::filesystem::path& path);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

  bool held() const { return file_ >= 0; }

 private:
  int file_;
};

}  // namespace vg::folder
