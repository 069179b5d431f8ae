// Messages of the server that are no replies: what goes into the stream of a call before its end.
#pragma once

#include "mcp/call.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::mcp {

// `params` is a JSON object.
std::string notification(std::string_view method, std::string_view params);
// Of the server to a legacy client; the reply comes in a request of its own, see Accepted::reply.
std::string server_request(std::string_view id, std::string_view method, std::string_view params);

// Requires a progress token.
std::string progress(const Call& call, std::int64_t done, std::int64_t total,
                     std::string_view message);
// `level` is one of syslog's; `data` is a JSON value.
std::string log_message(std::string_view level, std::string_view logger, std::string_view data);

// For the stream of subscriptions/listen: `granted` is a JSON object, the filter that is served.
std::string acknowledged(const Call& listen, std::string_view granted);
// With the id of the subscription; `params` are members of a JSON object, or empty.
std::string subscribed(const Call& listen, std::string_view method, std::string_view members = {});

}  // namespace vg::mcp
