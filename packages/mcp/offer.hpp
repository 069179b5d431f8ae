// What a server offers. Values and texts need to live during the constructor of the Server only.
#pragma once

#include "json/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::mcp {

struct Hints {
  bool read_only = false;
  bool destructive = false;
  bool idempotent = false;
  bool open_world = false;
};

struct Tool {
  std::string_view name, title, description;
  json::Value input_schema;   // an object schema; `x-mcp-header` is taken from its properties
  json::Value output_schema;  // an object schema, or null
  Hints hints;
};

struct PromptArgument {
  std::string_view name, description;
  bool required = false;
};
struct Prompt {
  std::string_view name, title, description;
  std::vector<PromptArgument> arguments;
};

struct Resource {
  std::string_view uri, name, title, description, mime_type;
};
struct ResourceTemplate {
  std::string_view uri_template, name, title, description, mime_type;
};

struct Identity {
  std::string name, title, version;
  std::string instructions;  // for the model; clients show the first 512 characters
};

struct Offer {
  std::vector<Tool> tools = {};
  std::vector<Prompt> prompts = {};
  std::vector<Resource> resources = {};
  std::vector<ResourceTemplate> templates = {};
  bool asks_for_resources = false;  // resources/list is a call for the owner, not a fixed list
  bool completions = false;
  bool logging = false;       // legacy clients may set a level
  bool tools_change = false;  // and the next three: subscriptions/listen is served
  bool prompts_change = false;
  bool resources_change = false;
  bool resources_are_followed = false;

  bool listens() const {
    return tools_change || prompts_change || resources_change || resources_are_followed;
  }
  bool has_resources() const {
    return asks_for_resources || !resources.empty() || !templates.empty();
  }
};

}  // namespace vg::mcp
