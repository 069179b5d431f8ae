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
class TriggerBody {
 public:
  // Asked at each semicolon with the statement up to it, of which every byte is looked at once.
  bool is_open(std::string_view sql) {
    Lexer lexer(sql.substr(seen_));
    if (seen_ == 0 && !is_trigger(lexer)) return false;
    for (Token word = lexer.next(); word.kind != TokenKind::end; word = lexer.next()) {
      if (word.is("begin")) begun_ = true;
      if (word.is("begin") || word.is("case")) ++depth_;
      if (word.is("end")) --depth_;
    }
    seen_ = sql.size();
    return !begun_ || depth_ > 0;
  }

 private:
  static bool is_trigger(Lexer& lexer) {
    if (!lexer.next().is("create")) return false;
    const Token word = lexer.next();
    return (word.is("temp") || word.is("temporary") ? lexer.next() : word).is("trigger");
  }

  std::size_t seen_ = 0;
  std::int64_t depth_ = 0;
  bool begun_ = false;
};

}  // namespace vg::legacy
