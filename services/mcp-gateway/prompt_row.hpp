// A prompt that a person picks in the chat: a phase of the work, told to the model.
#pragma once

#include "mcp/offer.hpp"

#include <span>
#include <string_view>

namespace vg::gateway {

struct PromptRow {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::span<const mcp::PromptArgument> arguments;
  std::string_view text;  // `{trip_id}` stands for the argument of that name
};

}  // namespace vg::gateway
