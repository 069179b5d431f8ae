#include "mcp/content.hpp"

#include "json/write.hpp"

namespace vg::mcp {

using json::quoted;
namespace {

std::string contents(std::string_view uri, std::string_view mime_type, std::string_view member,
                     std::string_view value) {
  return "{\"uri\":" + quoted(uri) + ",\"mimeType\":" + quoted(mime_type) + ",\"" +
         std::string(member) + "\":" + quoted(value) + "}";
}

}  // namespace

std::string text_block(std::string_view text) {
  return "{\"type\":\"text\",\"text\":" + quoted(text) + "}";
}

std::string media_block(std::string_view type, std::string_view mime_type,
                        std::string_view base64) {
  return "{\"type\":" + quoted(type) + ",\"data\":" + quoted(base64) +
         ",\"mimeType\":" + quoted(mime_type) + "}";
}

std::string text_contents(std::string_view uri, std::string_view mime_type, std::string_view text) {
  return contents(uri, mime_type, "text", text);
}

std::string blob_contents(std::string_view uri, std::string_view mime_type,
                          std::string_view base64) {
  return contents(uri, mime_type, "blob", base64);
}

std::string resource_block(std::string_view contents) {
  return "{\"type\":\"resource\",\"resource\":" + std::string(contents) + "}";
}

std::string prompt_message(std::string_view role, std::string_view block) {
  return "{\"role\":" + quoted(role) + ",\"content\":" + std::string(block) + "}";
}

}  // namespace vg::mcp
