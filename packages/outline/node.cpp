#include "outline/node.hpp"

#include "base/text.hpp"

namespace vg::outline {

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

const Node& Node::get(std::string_view key) const {
  static const Node kNull;
  const Node* found = find(key);
  return found == nullptr ? kNull : *found;
}

Error unreadable(std::string_view format, std::size_t line, std::size_t column,
                 std::string_view reason, ErrorCode code) {
  return {code,
          "not readable as " + std::string(format) + " at line " + std::to_string(line) +
              ", column " + std::to_string(column) + ": " + std::string(reason),
          {}};
}

int line_of(const Error& error) {
  constexpr std::string_view kBefore = " at line ";
  constexpr std::size_t kMostDigits = 9;
  const std::size_t at = error.message.find(kBefore);
  if (at == std::string::npos) return 0;
  std::string_view rest = std::string_view(error.message).substr(at + kBefore.size());
  rest = rest.substr(0, std::min(rest.find_first_not_of("0123456789"), kMostDigits));
  return static_cast<int>(parse_integer(rest).value_or(0));
}

}  // namespace vg::outline
