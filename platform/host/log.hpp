// Logs: one JSON object per line on standard error. Field values are encoded, so that no value can
// begin a line of its own. What is logged is never a request body, a document, a token or a name of
// a person.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace vg::host {

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
};

enum class Level { debug, info, warning, error, audit };

// Lines below this level are not written. Set once at start.
void set_log_level(Level level);

// One write for the whole line. `event` is a constant such as `request`.
void log(Level level, std::string_view event, std::initializer_list<LogField> fields);

}  // namespace vg::host
