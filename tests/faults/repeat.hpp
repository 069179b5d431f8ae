// How a failure is seen again: settings from the environment and the command line that sets them.
#pragma once

#include <cstdint>
#include <string>

namespace vg::faults {

// A whole number from the environment.
std::int64_t setting(const char* name, std::int64_t otherwise);

// Whether this is a build with AddressSanitizer, which takes several times as long.
constexpr bool is_sanitized() {
#if defined(__has_feature)
  return __has_feature(address_sanitizer);
#else
  return false;
#endif
}

// The command line that repeats the present test with these settings, `VG_FAULT_AT=3`.
std::string repeat_with(const std::string& settings);

// Says on standard error how to repeat what comes now, should the process die of it.
void announce(const std::string& settings);

// A folder of its own that vanishes afterwards.
class Folder final {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  const std::string& path() const { return path_; }
  // Removes what is in it.
  void clear() const;

 private:
  std::string path_;
};

// Open file descriptors of this process.
std::int64_t open_files();

}  // namespace vg::faults
