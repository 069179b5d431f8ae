// import_bench read FILE: reads a dump once, as the first half of an import does, and does nothing
// with its rows; -> {seconds, cpu, bytes, rows}.
// import_bench run COMMAND…: runs a program; -> {seconds, cpu, peak_kilobytes, status}. The peak is
// what the kernel counted for it and its children.
#include "legacy/dump_reader.hpp"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace vg::legacy;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_of(const rusage& usage) {
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

struct Counter final : DumpHandler {
  std::optional<TableFault> row(const Row& row) override {
    ++rows;
    cells += row.cells.size();
    return std::nullopt;
  }
  std::size_t rows = 0, cells = 0;
};

int read_dump(const char* path) {
  constexpr std::size_t kChunk = 256 * 1024;
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return 2;
  const auto start = Clock::now();
  Counter counter;
  DumpReader reader(counter);
  std::string chunk(kChunk, '\0');
  std::size_t bytes = 0;
  for (std::size_t size = 0; (size = std::fread(chunk.data(), 1, kChunk, file)) > 0; bytes += size)
    if (!reader.feed(std::string_view(chunk).substr(0, size))) break;
  reader.finish();
  std::fclose(file);
  if (reader.refusal()) {
    std::fprintf(stderr, "%s\n", reader.refusal()->message.c_str());
    return 2;
  }
  const double seconds = seconds_since(start);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"seconds\": %.4f, \"cpu\": %.4f, \"bytes\": %zu, \"rows\": %zu, \"cells\": %zu}\n",
              seconds, cpu_of(usage), bytes, counter.rows, counter.cells);
  return 0;
}

int run_command(char** words) {
  const auto start = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    // What it says does not belong to the measurement.
    if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(127);
    ::execvp(words[0], words);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child) return 2;
  std::printf("{\"seconds\": %.4f, \"cpu\": %.4f, \"peak_kilobytes\": %ld, \"status\": %d}\n",
              seconds_since(start), cpu_of(usage), usage.ru_maxrss,
              WIFEXITED(status) ? WEXITSTATUS(status) : 128);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "read") == 0) return read_dump(argv[2]);
  if (argc > 2 && std::strcmp(argv[1], "run") == 0) return run_command(argv + 2);
  std::fputs("import_bench read FILE | import_bench run COMMAND ...\n", stderr);
  return 2;
}
