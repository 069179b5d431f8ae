#include "mcp/messages.hpp"

#include "json/write.hpp"
#include "mcp/protocol.hpp"

namespace vg::mcp {

using json::quoted;
std::string notification(std::string_view method, std::string_view params) {
  return "{\"jsonrpc\":\"2.0\",\"method\":" + quoted(method) +
         ",\"params\":" + std::string(params) + "}";
}

std::string server_request(std::string_view id, std::string_view method, std::string_view params) {
  return "{\"jsonrpc\":\"2.0\",\"id\":" + quoted(id) + ",\"method\":" + quoted(method) +
         ",\"params\":" + std::string(params) + "}";
}

std::string progress(const Call& call, std::int64_t done, std::int64_t total,
                     std::string_view message) {
  std::string params = "{\"progressToken\":" + json::write(call.progress_token) +
                       ",\"progress\":" + std::to_string(done) +
                       ",\"total\":" + std::to_string(total);
  if (!message.empty()) params += ",\"message\":" + quoted(message);
  return notification("notifications/progress", params + "}");
}

std::string log_message(std::string_view level, std::string_view logger, std::string_view data) {
  return notification("notifications/message", "{\"level\":" + quoted(level) +
                                                   ",\"logger\":" + quoted(logger) +
                                                   ",\"data\":" + std::string(data) + "}");
}

std::string acknowledged(const Call& listen, std::string_view granted) {
  return subscribed(listen, "notifications/subscriptions/acknowledged",
                    "\"notifications\":" + std::string(granted));
}

std::string subscribed(const Call& listen, std::string_view method, std::string_view members) {
  std::string params = "{" + std::string(members) + (members.empty() ? "" : ",");
  params += "\"_meta\":{\"" + std::string(kSubscriptionKey) + "\":" + json::write(listen.id) + "}}";
  return notification(method, params);
}

}  // namespace vg::mcp
