// JavaScript and TypeScript as tokens, and the shape that scanners need of them: brackets,
// functions, loops. No grammar: what is not understood is passed over, and any bytes give tokens.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vg::inventory {

enum class TokenType : std::uint8_t { word, number, text, punctuation, pattern };

struct Token {
  TokenType type = TokenType::pattern;  // which no scanner asks for
  bool templated = false;               // a text between backquotes
  int line = 1;
  int match = -1;         // the other bracket of its pair
  std::string_view text;  // of a text what is between its quotes, as written

  bool is(std::string_view punctuation) const {
    return type == TokenType::punctuation && text[0] == punctuation[0] && text == punctuation;
  }
  bool is_word(std::string_view word) const {
    return type == TokenType::word && text.size() == word.size() && text[0] == word[0] &&
           text == word;
  }
};

// A function with a name, or with the words of the call that it is handed to (`post /api/trips`).
// Token indices, both inclusive.
struct Function {
  std::string name;
  int begin = 0, end = 0;
};

struct Loop {
  std::string_view word;  // for, while, do, forEach, map …
  int begin = 0, end = 0;
  int line = 0;
};

struct Script {
  static const Token kNone;
  std::vector<Token> tokens;
  std::vector<Function> functions;
  std::vector<Loop> loops;
  std::vector<int> function_of, loop_of;           // of each token the innermost one, or -1
  std::map<std::string_view, int> constant_texts;  // names that stand for one text: its token

  // A token that is always there: an empty one outside.
  const Token& at(int index) const {
    return index >= 0 && index < size() ? tokens[static_cast<std::size_t>(index)] : kNone;
  }
  int size() const { return static_cast<int>(tokens.size()); }
  std::string_view function_name(int token) const;  // empty outside of functions
  // The text of a token: its own, or that of the constant that it names.
  std::string_view text_of(int token) const;
};

// Views into `text`, which must outlive it.
Script read_script(std::string_view text);

// In script_tokens.cpp and script_shape.cpp; read_script calls both.
std::vector<Token> tokens_of(std::string_view text);
void find_shape(Script& script);

}  // namespace vg::inventory
