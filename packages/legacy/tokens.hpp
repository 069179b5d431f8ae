// The words of one SQL statement that stands in memory as a whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::legacy {

enum class TokenKind : std::uint8_t {
  end,
  word,    // a name or a keyword without quotes
  quoted,  // a name in ", ` or [ ]
  string,  // '...'
  blob,    // X'...'
  number,
  symbol,  // one character
  bad      // a quote or a comment that does not end, or a character that SQL does not have
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // with its quotes

  bool is(char symbol) const { return kind == TokenKind::symbol && text.front() == symbol; }
  // A keyword, in any case; never a quoted name.
  bool is(std::string_view keyword) const;
  bool is_name() const {
    return kind == TokenKind::word || kind == TokenKind::quoted || kind == TokenKind::string;
  }
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next();
  Token peek() const {
    Lexer ahead = *this;
    return ahead.next();
  }
  // Where the next token begins, after white space and comments.
  std::size_t position();
  std::string_view rest() const { return text_.substr(at_); }

 private:
  bool skip_blank();
  Token take(TokenKind kind, std::size_t size);
  Token quoted(char close, TokenKind kind, std::size_t prefix);
  Token number();

  std::string_view text_;
  std::size_t at_ = 0;
};

// A name or a string without its quotes; doubled ones become one.
std::string unquoted(const Token& token);

bool same_word(std::string_view a, std::string_view b);  // without regard to ASCII case

}  // namespace vg::legacy
