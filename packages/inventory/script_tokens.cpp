#include "inventory/script.hpp"

#include <algorithm>
#include <array>

namespace vg::inventory {
namespace {

constexpr auto kIsWord = [] {
  std::array<bool, 256> out = {};
  for (std::size_t c = 0; c < out.size(); ++c)
    out[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '$' || c == '#' || c >= 0x80;
  return out;
}();

bool is_word(char c) {
  return kIsWord[static_cast<unsigned char>(c)];
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() && {
    tokens_.reserve(text_.size() / 6);
    if (text_.starts_with("#!")) skip_line();
    while (at_ < text_.size()) step();
    match_brackets();
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') ++line_;
    if (c <= ' ' && c >= 0) {
      ++at_;
    } else if (is_word(c)) {
      take_word();
    } else if (c == '"' || c == '\'') {
      take_text(c);
    } else if (c == '`') {
      take_template();
    } else if (c == '/') {
      take_slash();
    } else {
      take_punctuation();
    }
  }

  void push(TokenType type, std::size_t begin, std::size_t end, int line, bool templated = false) {
    tokens_.push_back({type, templated, line, -1, text_.substr(begin, end - begin)});
  }

  void take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    const bool number = text_[begin] >= '0' && text_[begin] <= '9';
    push(number ? TokenType::number : TokenType::word, begin, at_, line_);
  }

  // Ends with its line when nothing closes it.
  void take_text(char quote) {
    const std::size_t begin = ++at_;
    const int line = line_;
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      if (text_[at_] == '\\' && peek(1) == '\n') ++line_;
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    at_ = std::min(at_, text_.size());
    push(TokenType::text, begin, at_, line);
    if (peek() == quote) ++at_;
  }

  // One text with what is put into it; the code there is not looked at.
  void take_template() {
    const std::size_t begin = at_ + 1;
    const int line = line_;
    skip_template();
    const bool closed = at_ > begin && text_[at_ - 1] == '`';
    push(TokenType::text, begin, closed ? at_ - 1 : at_, line, true);
  }

  // A template, and those in the code within it: one level for each `{` that is open.
  void skip_template() {
    std::vector<char> open = {'`'};
    ++at_;
    while (at_ < text_.size() && !open.empty()) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (open.back() == '`') {
        if (c == '\\') {
          if (peek(1) == '\n') ++line_;
          ++at_;
        } else if (c == '`') {
          open.pop_back();
        } else if (c == '$' && peek(1) == '{') {
          open.push_back('{');
          ++at_;
        }
      } else if (c == '{' || c == '`') {
        open.push_back(c);
      } else if (c == '}') {
        open.pop_back();
      } else if (c == '"' || c == '\'') {
        skip_quoted(c);
      }
      ++at_;
    }
    at_ = std::min(at_, text_.size());
  }

  // Up to the closing quote, when there is one on the line.
  void skip_quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
      end += text_[end] == '\\' ? 2 : 1;
    if (end < text_.size() && text_[end] == quote) at_ = end;
  }

  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  void take_slash() {
    if (peek(1) == '/') return skip_line();
    if (peek(1) == '*') {
      const std::size_t end = std::min(text_.find("*/", at_ + 2), text_.size());
      line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                           text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      at_ = std::min(end + 2, text_.size());
      return;
    }
    if (may_be_pattern() && take_pattern()) return;
    take_punctuation();
  }

  // A slash divides behind a value.
  bool may_be_pattern() const {
    if (tokens_.empty()) return true;
    const Token& last = tokens_.back();
    constexpr std::array<std::string_view, 8> kBefore = {"return", "typeof", "case", "in",
                                                         "of",     "do",     "else", "await"};
    switch (last.type) {
      case TokenType::word: return std::ranges::find(kBefore, last.text) != kBefore.end();
      case TokenType::punctuation: return !last.is(")") && !last.is("]") && !last.is("}");
      case TokenType::number:
      case TokenType::text:
      case TokenType::pattern: return false;
    }
    return false;
  }

  bool take_pattern() {
    bool set = false;
    for (std::size_t end = at_ + 1; end < text_.size() && text_[end] != '\n'; ++end) {
      const char c = text_[end];
      if (c == '\\') ++end;
      if (c == '[') set = true;
      if (c == ']') set = false;
      if (c != '/' || set) continue;
      push(TokenType::pattern, at_ + 1, end, line_);
      at_ = end + 1;
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      return true;
    }
    return false;
  }

  void take_punctuation() {
    const std::size_t size =
        (peek() == '=' && peek(1) == '>') || (peek() == '?' && peek(1) == '.') ? 2 : 1;
    push(TokenType::punctuation, at_, at_ + size, line_);
    at_ += size;
  }

  // A closing bracket takes the nearest opening one of its sort; those above it stay alone.
  void match_brackets() {
    std::vector<int> open;
    std::array<int, 3> waiting = {};  // open ones of each sort
    for (int i = 0; i < static_cast<int>(tokens_.size()); ++i) {
      Token& token = tokens_[static_cast<std::size_t>(i)];
      if (token.type != TokenType::punctuation || token.text.size() != 1) continue;
      constexpr std::string_view kOpening = "([{", kClosing = ")]}";
      if (const std::size_t sort = kOpening.find(token.text[0]); sort != std::string_view::npos) {
        open.push_back(i);
        ++waiting[sort];
      } else if (const std::size_t closes = kClosing.find(token.text[0]);
                 closes != std::string_view::npos && waiting[closes] > 0) {
        for (bool found = false; !found; open.pop_back()) {
          Token& other = tokens_[static_cast<std::size_t>(open.back())];
          const std::size_t its = kOpening.find(other.text[0]);
          --waiting[its];
          found = its == closes;
          if (!found) continue;
          other.match = i;
          token.match = open.back();
        }
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace vg::inventory
