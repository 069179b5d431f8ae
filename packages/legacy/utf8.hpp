// Questions about whole statements that are asked of every byte of a dump.
#pragma once

#include "base/text.hpp"
#include "legacy/tokens.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace vg::legacy {

// As is_utf8(), eight ASCII characters at a time.
inline bool is_utf8_fast(std::string_view text) {
  constexpr std::uint64_t kHigh = 0x8080'8080'8080'8080;
  while (!text.empty()) {
    std::uint64_t eight = 0;
    while (text.size() >= 8) {
      std::memcpy(&eight, text.data(), 8);
      if ((eight & kHigh) != 0) break;
      text.remove_prefix(8);
    }
    while (!text.empty() && static_cast<unsigned char>(text.front()) < 0x80) text.remove_prefix(1);
    if (text.empty()) return true;
    const std::string_view before = text;
    if (next_code_point(text) == 0xFFFD && !before.starts_with("\xEF\xBF\xBD")) return false;
  }
  return true;
}

// A trigger has statements of its own: a semicolon ends it only after the END of its BEGIN.
inline bool is_open_trigger(std::string_view sql) {
  Lexer lexer(sql);
  if (!lexer.next().is("create")) return false;
  Token word = lexer.next();
  if (word.is("temp") || word.is("temporary")) word = lexer.next();
  if (!word.is("trigger")) return false;
  int depth = 0;
  bool begun = false;
  for (word = lexer.next(); word.kind != TokenKind::end; word = lexer.next()) {
    if (word.is("begin")) begun = true;
    if (word.is("begin") || word.is("case")) ++depth;
    if (word.is("end")) --depth;
  }
  return !begun || depth > 0;
}

}  // namespace vg::legacy
