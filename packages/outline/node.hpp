// A configuration file as nodes that know the line they stand on.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vg::outline {

enum class Kind : std::uint8_t { scalar, list, map };

struct Member;

// Scalars are texts: what a number or a truth value means is up to who reads it. A null is an empty
// text without quotes. Members keep the order of the file, and a key stands once.
struct Node {
  Kind kind = Kind::scalar;
  bool quoted = false;  // a text that the file marks as one
  int line = 0;         // from 1; 0 when it is in no file
  std::string text = {};
  std::vector<Node> items;
  std::vector<Member> members;

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_null() const { return kind == Kind::scalar && !quoted && text.empty(); }
  // The member's value, or nullptr.
  const Node* find(std::string_view key) const;
  // The member's value, or a null.
  const Node& get(std::string_view key) const;
  // The member's text; empty when it is absent or no scalar.
  std::string_view get_text(std::string_view key) const { return get(key).text; }
};

struct Member {
  std::string key;
  int line = 0;
  Node value;
};

// What every reader refuses with `too_large`, so that a file cannot fill the memory.
inline constexpr int kMaxDepth = 64;
inline constexpr int kMaxNodes = 500'000;

// `not readable as YAML at line 3, column 5: …`. Columns count from 1.
Error unreadable(std::string_view format, std::size_t line, std::size_t column,
                 std::string_view reason, ErrorCode code = ErrorCode::invalid);

// The line that the error of a reader names, or 0.
int line_of(const Error& error);

}  // namespace vg::outline
