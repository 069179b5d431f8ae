// Logs: one JSON object per line on standard error (http/access_log.hpp has the lines).
#pragma once

#include "http/access_log.hpp"

#include <initializer_list>
#include <string_view>

namespace vg::host {

using http::Level;
using http::LogField;

// Lines below this level are not written. Set once at start.
void set_log_level(Level level);

// One write for the whole line. `event` is a constant such as `request`.
void log(Level level, std::string_view event, std::initializer_list<LogField> fields);

// What has to be on record of a request, before the caller knows of its answer: nothing silences
// it.
void log_audit(const http::Exchange& exchange, const http::Request& request,
               const http::Served& served);
// The line of the request itself.
void log_request(const http::Exchange& exchange, const http::Request& request,
                 const http::Served& served);

}  // namespace vg::host
