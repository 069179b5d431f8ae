#include "platform/process/process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vg::process {
namespace {

// Both ends of a pipe, closed at the end of the scope; not passed on to other programs.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_read();
    close_write();
  }

  bool good() const { return ends_[0] >= 0; }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_read() { close(0); }
  void close_write() { close(1); }

 private:
  void close(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

  std::array<int, 2> ends_{};
};

std::vector<std::string> merged_environment(const Command& command) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    bool replaced = false;
    for (const auto& [name, value] : command.environment)
      replaced = replaced || (text.starts_with(name) && text.substr(name.size(), 1) == "=");
    if (!replaced) out.push_back(text);
  }
  for (const auto& [name, value] : command.environment)
    out.emplace_back(name).append("=").append(value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

Error cannot(const Command& command, const std::string& why) {
  return {
      ErrorCode::unavailable, "the program " + command.arguments[0] + " cannot be run: " + why, {}};
}

// Feeds and drains the pipes until the program has closed its ends. False when the time is over.
bool exchange(Pipe& in, Pipe& out, Pipe& err, const Command& command, Finished& finished) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(command.timeout_s);
  ::fcntl(in.write_end(), F_SETFL, O_NONBLOCK);
  std::size_t fed = 0;
  if (command.input.empty()) in.close_write();
  while (out.read_end() >= 0 || err.read_end() >= 0) {
    std::array<pollfd, 3> waits = {
        {{out.read_end(), POLLIN, 0}, {err.read_end(), POLLIN, 0}, {in.write_end(), POLLOUT, 0}}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                          deadline - std::chrono::steady_clock::now())
                          .count();
    if (left <= 0 || ::poll(waits.data(), waits.size(), static_cast<int>(left)) == 0) return false;
    std::array<char, 65536> buffer{};
    for (std::size_t i = 0; i < 2; ++i) {
      if ((waits[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      const ssize_t n = ::read(waits[i].fd, buffer.data(), buffer.size());
      if (n > 0)
        (i == 0 ? finished.output : finished.errors)
            .append(buffer.data(), static_cast<std::size_t>(n));
      if (n == 0) (i == 0 ? out : err).close_read();
    }
    if ((waits[2].revents & (POLLOUT | POLLERR)) != 0) {
      const ssize_t n =
          ::write(in.write_end(), command.input.data() + fed, command.input.size() - fed);
      if (n > 0) fed += static_cast<std::size_t>(n);
      if (fed == command.input.size() || (n < 0 && errno != EAGAIN)) in.close_write();
    }
  }
  return true;
}

}  // namespace

Result<Finished> run(const Command& command) {
  Pipe in;
  Pipe out;
  Pipe err;
  if (!in.good() || !out.good() || !err.good()) return cannot(command, std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read_end(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
  if (!command.folder.empty())
    posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = merged_environment(command);
  pid_t pid = 0;
  const int code = posix_spawnp(&pid, arguments[0].c_str(), &actions, nullptr,
                                pointers(arguments).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) return cannot(command, std::strerror(code));
  in.close_read();
  out.close_write();
  err.close_write();
  Finished finished;
  const bool in_time = exchange(in, out, err, command, finished);
  if (!in_time) ::kill(pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  if (!in_time)
    return cannot(command, "it did not end within " + std::to_string(command.timeout_s) + " s");
  finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

}  // namespace vg::process
