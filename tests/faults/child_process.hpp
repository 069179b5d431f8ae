// A program that this one has started, its standard output, and its end.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vg::faults {

class ChildProcess final {
 public:
  using Clock = std::chrono::steady_clock;

  // The program first, then its arguments. Aborts when it cannot be started.
  explicit ChildProcess(const std::vector<std::string>& command);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // kills it if it still runs

  // The next line; nothing when the output has ended or the time is over.
  std::optional<std::string> read_line(Clock::time_point until);
  bool has_ended() const { return ended_; }

  void kill();
  // Waits for its end. -> exit status, or minus the signal that ended it.
  int wait();

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string read_;
  bool ended_ = false;
  std::optional<int> status_;
};

}  // namespace vg::faults
