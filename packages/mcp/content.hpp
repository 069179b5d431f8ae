// Parts of results as JSON text: content blocks, prompt messages, contents of resources.
#pragma once

#include <string>
#include <string_view>

namespace vg::mcp {

std::string text_block(std::string_view text);
// `type` is image or audio; `base64` the data.
std::string media_block(std::string_view type, std::string_view mime_type, std::string_view base64);
std::string text_contents(std::string_view uri, std::string_view mime_type, std::string_view text);
std::string blob_contents(std::string_view uri, std::string_view mime_type,
                          std::string_view base64);
// `contents` is one of the two above.
std::string resource_block(std::string_view contents);
// `role` is user or assistant; `block` one of the blocks.
std::string prompt_message(std::string_view role, std::string_view block);

}  // namespace vg::mcp
