#include "tests/faults/child_process.hpp"

#include "base/result.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vg::faults {

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  VG_ASSERT(::pipe2(ends.data(), O_CLOEXEC) == 0);
  std::vector<std::string> texts = command;
  std::vector<char*> arguments;
  arguments.reserve(texts.size() + 1);
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  VG_ASSERT(::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ) ==
            0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ends[0];
}

ChildProcess::~ChildProcess() {
  if (!status_) {
    kill();
    wait();
  }
  ::close(output_);
}

std::optional<std::string> ChildProcess::read_line(Clock::time_point until) {
  for (;;) {
    if (const auto end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    if (ended_) return std::nullopt;
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - Clock::now());
    const auto ns = std::max<std::int64_t>(left.count(), 0);
    const timespec wait = {.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
    pollfd readable = {output_, POLLIN, 0};
    if (::ppoll(&readable, 1, &wait, nullptr) <= 0) return std::nullopt;
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(output_, bytes.data(), bytes.size());
    ended_ = count <= 0;
    if (count > 0) read_.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

void ChildProcess::kill() {
  ::kill(process_, SIGKILL);
}

int ChildProcess::wait() {
  if (!status_) {
    int status = 0;
    VG_ASSERT(::waitpid(process_, &status, 0) == process_);
    status_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  return *status_;
}

}  // namespace vg::faults
