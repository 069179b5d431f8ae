#include "tests/faults/repeat.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace vg::faults {
namespace {

constexpr std::size_t kAnnouncedBytes = 1'000;
std::array<char, kAnnouncedBytes> announced_text;
std::size_t announced_bytes = 0;

// Only what is allowed in a signal handler; then the process dies of the same signal.
void say_and_die(int signal) {
  if (::write(STDERR_FILENO, announced_text.data(), announced_bytes) < 0) ::_exit(1);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

std::int64_t setting(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : parse_integer(text).value_or(otherwise);
}

std::string repeat_with(const std::string& settings) {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  return "\nagain: " + settings + " " + program_invocation_name +
         " --gtest_filter=" + test->test_suite_name() + "." + test->name() + "\n";
}

void announce(const std::string& settings) {
  [[maybe_unused]] static const bool kHandled = [] {
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
      ::signal(signal, &say_and_die);
    return true;
  }();
  const std::string text = "the process dies" + repeat_with(settings);
  announced_bytes = std::min(text.size(), kAnnouncedBytes);
  std::copy_n(text.begin(), announced_bytes, announced_text.begin());
}

Folder::Folder() {
  path_ = (std::filesystem::temp_directory_path() / "vg-faults-XXXXXX").string();
  path_ = mkdtemp(path_.data());
}

Folder::~Folder() {
  std::filesystem::remove_all(path_);
}

void Folder::clear() const {
  for (const auto& entry : std::filesystem::directory_iterator(path_))
    std::filesystem::remove_all(entry.path());
}

std::int64_t open_files() {
  std::int64_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    ++count;
  return count;
}

}  // namespace vg::faults
