#include "mcp/reply.hpp"

#include "json/write.hpp"

namespace vg::mcp {

std::string result_reply(json::Value id, std::string_view result) {
  std::string out;
  out.reserve(result.size() + 64);
  out += "{\"jsonrpc\":\"2.0\",\"id\":";
  json::append(out, id);
  out += ",\"result\":";
  out += result;
  out += '}';
  return out;
}

std::string error_reply(json::Value id, Code code, std::string_view message, json::Value data) {
  std::string out = "{\"jsonrpc\":\"2.0\"";
  if (!id.is_null()) {
    out += ",\"id\":";
    json::append(out, id);
  }
  out += ",\"error\":{\"code\":" + std::to_string(static_cast<int>(code)) + ",\"message\":";
  json::append_quoted(out, message);
  if (!data.is_null()) {
    out += ",\"data\":";
    json::append(out, data);
  }
  return out + "}}";
}

}  // namespace vg::mcp
