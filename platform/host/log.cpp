#include "platform/host/log.hpp"

#include "platform/host/world.hpp"

#include <atomic>
#include <string>
#include <unistd.h>

namespace vg::host {
namespace {

std::atomic<Level> lowest = Level::info;

void write_lines(const std::string& lines) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, lines.data(), lines.size());
}

}  // namespace

void set_log_level(Level level) {
  lowest = level;
}

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < lowest) return;
  std::string line;
  http::append_line(line, now(), level, event, fields);
  write_lines(line);
}

void log_audit(const http::Exchange& exchange, const http::Request& request,
               const http::Served& served) {
  std::string lines;
  http::append_audit(lines, now(), exchange, request, served);
  if (!lines.empty()) write_lines(lines);
}

void log_request(const http::Exchange& exchange, const http::Request& request,
                 const http::Served& served) {
  if (Level::info < lowest) return;
  std::string line;
  http::append_request(line, now(), exchange, request, served);
  write_lines(line);
}

}  // namespace vg::host
