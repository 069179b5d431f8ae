#include "platform/host/log.hpp"

#include "base/calendar.hpp"
#include "json/write.hpp"
#include "platform/host/world.hpp"

#include <atomic>
#include <string>
#include <unistd.h>

namespace vg::host {
namespace {

std::atomic<Level> lowest = Level::info;

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    case Level::audit: return "audit";
  }
  return "error";
}

}  // namespace

void set_log_level(Level level) {
  lowest = level;
}

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < lowest) return;
  std::string line = "{\"at\":\"" + to_iso(now()) + "\",\"level\":\"" +
                     std::string(name_of(level)) + "\",\"event\":";
  json::append_quoted(line, event);
  for (const LogField& field : fields) {
    line += ',';
    json::append_quoted(line, field.name);
    line += ':';
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      json::append_quoted(line, *text);
    } else {
      line += std::to_string(std::get<std::int64_t>(field.value));
    }
  }
  line += "}\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace vg::host
