#include "legacy/tokens.hpp"

#include <cstring>

namespace vg::legacy {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

bool Token::is(std::string_view keyword) const {
  return kind == TokenKind::word && same_word(text, keyword);
}

// False when a comment does not end.
bool Lexer::skip_blank() {
  for (;;) {
    while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r')))
      ++at_;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("--")) {
      const std::size_t line = rest.find('\n');
      at_ = line == std::string_view::npos ? text_.size() : at_ + line + 1;
    } else if (rest.starts_with("/*")) {
      const std::size_t close = rest.find("*/", 2);
      if (close == std::string_view::npos) return false;
      at_ += close + 2;
    } else {
      return true;
    }
  }
}

std::size_t Lexer::position() {
  return skip_blank() ? at_ : text_.size();
}

Token Lexer::take(TokenKind kind, std::size_t size) {
  const Token out{kind, text_.substr(at_, size)};
  at_ += size;
  return out;
}

Token Lexer::quoted(char close, TokenKind kind, std::size_t prefix) {
  std::size_t end = at_ + prefix + 1;
  for (;;) {
    end = text_.find(close, end);
    if (end == std::string_view::npos) return take(TokenKind::bad, text_.size() - at_);
    ++end;
    if (close == ']' || end == text_.size() || text_[end] != close) break;
    ++end;
  }
  return take(kind, end - at_);
}

Token Lexer::number() {
  std::size_t end = at_;
  if (text_.substr(at_).starts_with("0x") || text_.substr(at_).starts_with("0X")) {
    end += 2;
    while (end < text_.size() && is_word_char(text_[end])) ++end;
    return take(TokenKind::number, end - at_);
  }
  while (end < text_.size() && (is_word_char(text_[end]) || text_[end] == '.')) {
    const bool exponent = lower(text_[end]) == 'e';
    ++end;
    if (exponent && end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
  }
  return take(TokenKind::number, end - at_);
}

Token Lexer::next() {
  if (!skip_blank()) return take(TokenKind::bad, text_.size() - at_);
  if (at_ == text_.size()) return {};
  const char c = text_[at_];
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (c == '\'') return quoted('\'', TokenKind::string, 0);
  if (c == '"' || c == '`') return quoted(c, TokenKind::quoted, 0);
  if (c == '[') return quoted(']', TokenKind::quoted, 0);
  if ((c == 'x' || c == 'X') && after == '\'') return quoted('\'', TokenKind::blob, 1);
  if (is_digit(c) || (c == '.' && is_digit(after))) return number();
  if (is_word_char(c)) {
    std::size_t end = at_;
    while (end < text_.size() && is_word_char(text_[end])) ++end;
    return take(TokenKind::word, end - at_);
  }
  if (std::strchr("(),;.+-*/<>=!|&%~?:@#", c) != nullptr && c != '\0')
    return take(TokenKind::symbol, 1);
  return take(TokenKind::bad, 1);
}

std::string unquoted(const Token& token) {
  std::string_view text = token.text;
  if (token.kind == TokenKind::blob) text.remove_prefix(1);
  if (token.kind == TokenKind::word || text.size() < 2) return std::string(text);
  const char close = text.back();
  text = text.substr(1, text.size() - 2);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == close && close != ']') ++i;
  }
  return out;
}

}  // namespace vg::legacy
