#include "inventory/script.hpp"

#include <algorithm>
#include <array>

namespace vg::inventory {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 12> kNoMethods = {"if",    "for",   "while",  "switch",
                                                         "catch", "with",  "return", "function",
                                                         "await", "super", "new",    "typeof"};
constexpr std::array<std::string_view, 12> kBeforeMethods = {
    "async",     "static",   "get",      "set",     "public",   "private",
    "protected", "override", "readonly", "default", "abstract", "export"};
// Calls whose first text says what the function that they are handed does.
constexpr std::array<std::string_view, 12> kRegistrations = {
    "tool",  "registerTool", "addTool", "get", "post", "put",
    "patch", "delete",       "use",     "all", "on",   "route"};
constexpr std::array<std::string_view, 9> kIterations = {
    "forEach", "map", "flatMap", "filter", "reduce", "some", "every", "find", "findIndex"};

class Finder {
 public:
  explicit Finder(Script& script) : script_(script) {}

  void run() {
    ends_.assign(script_.tokens.size(), -1);
    for (int i = script_.size() - 1; i >= 0; --i)
      if (at(i).is("=>")) ends_[static_cast<std::size_t>(i)] = arrow_end(i);
    for (int i = 0; i < script_.size(); ++i) visit(i);
    const auto before = [](const auto& a, const auto& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    };
    std::ranges::sort(script_.functions, before);
    std::ranges::sort(script_.loops, before);
    script_.function_of = painted(script_.functions);
    script_.loop_of = painted(script_.loops);
  }

 private:
  const Token& at(int index) const { return script_.at(index); }

  void visit(int i) {
    const Token& token = at(i);
    if (token.is("=>")) {
      add_function(arrow_name(i), i, ends_[static_cast<std::size_t>(i)]);
    } else if (token.is("=")) {
      note_constant(i);
    } else if (token.type != TokenType::word) {
      return;
    } else if (token.text == "function") {
      visit_function(i);
    } else if (token.text == "for" || token.text == "while" || token.text == "do") {
      visit_loop(i);
    } else if (at(i + 1).is("(") && at(i - 1).is(".")) {
      visit_iteration(i);
    } else if (at(i + 1).is("(") && is_method(i)) {
      add_function(std::string(token.text), i, body_end(at(i + 1).match));
    }
  }

  void add_function(std::string name, int begin, int end) {
    if (name.empty() || end < begin) return;
    script_.functions.push_back({std::move(name), begin, end});
  }

  // `const NAME = "text"`; a name with two texts stands for none.
  void note_constant(int i) {
    if (at(i - 1).type != TokenType::word || at(i + 1).type != TokenType::text) return;
    const bool alone = at(i + 2).is(";") || at(i + 2).line > at(i + 1).line || at(i + 2).is(",");
    const auto [place, fresh] = script_.constant_texts.emplace(at(i - 1).text, alone ? i + 1 : -1);
    if (!fresh) place->second = -1;
  }

  // ---- functions

  // The end of the body that follows the parameters; -1 when there is none. Types between them may
  // have braces of their own.
  int body_end(int parameters_end) const {
    if (parameters_end < 0) return -1;
    constexpr int kLongestType = 60;
    const bool typed = at(parameters_end + 1).is(":");
    for (int i = parameters_end + 1; i < parameters_end + kLongestType; ++i) {
      if (at(i).is("{")) {
        const int end = at(i).match;
        if (end < 0) return -1;
        const Token& next = at(end + 1);
        if (!typed || !(next.is("{") || next.is(">") || next.is("|") || next.is("&") ||
                        next.is("[") || next.is(",")))
          return end;
        i = end;
      } else if (!typed || at(i).is(";") || at(i).is("=>") || at(i).is("=") ||
                 i >= script_.size()) {
        return -1;
      }
    }
    return -1;
  }

  void visit_function(int i) {
    int next = i + 1;
    if (at(next).is("*")) ++next;
    const bool named = at(next).type == TokenType::word;
    const std::string name = named ? std::string(at(next).text) : name_before(i);
    int open = named ? next + 1 : next;
    constexpr int kLongestGeneric = 30;
    for (int most = open + kLongestGeneric; open < most && !at(open).is("("); ++open) {}
    if (at(open).is("(")) add_function(name, i, body_end(at(open).match));
  }

  bool is_method(int i) const {
    if (is_one_of(at(i).text, kNoMethods) || at(i - 2).is_word("function")) return false;
    const Token& before = at(i - 1);
    const bool placed =
        before.is("{") || before.is("}") || before.is(";") || before.is(",") || before.is("*") ||
        (before.type == TokenType::word && is_one_of(before.text, kBeforeMethods)) ||
        (before.type == TokenType::word && before.line < at(i).line);
    return placed && body_end(at(i + 1).match) >= 0;
  }

  // Arrows are visited from the last to the first, so that the ends of inner ones are known.
  int arrow_end(int arrow) const {
    if (at(arrow + 1).is("{")) return at(arrow + 1).match;
    int i = arrow + 1;
    while (i < script_.size()) {
      const Token& token = at(i);
      if (token.is(",") || token.is(";") || token.is(")") || token.is("]") || token.is("}")) break;
      if (token.is("=>")) {
        i = std::max(i, ends_[static_cast<std::size_t>(i)]) + 1;
      } else {
        i = std::max(i, token.match) + 1;
      }
    }
    return i - 1;
  }

  std::string arrow_name(int arrow) const {
    int start = arrow - 1;  // the last token of the parameters
    constexpr int kLongestType = 40;
    if (!at(start).is(")") && at(start - 1).type != TokenType::punctuation &&
        !at(start - 1).is_word("async")) {
      for (int i = start; i > arrow - kLongestType && i > 0; --i)
        if (at(i).is(":") && at(i - 1).is(")")) start = i - 1;
    }
    for (int i = start; i > arrow - kLongestType && i > 0 && !at(start).is(")"); --i)
      if (at(i).is(":") && at(i - 1).is(")")) start = i - 1;
    if (at(start).is(")")) start = at(start).match;
    if (start < 0) return {};
    return name_before(at(start - 1).is_word("async") ? start - 1 : start);
  }

  // The name that what begins here gets: of a variable, of a member, of a registration.
  std::string name_before(int i) const {
    const Token& before = at(i - 1);
    if (before.is_word("async")) return name_before(i - 1);
    const bool named = at(i - 2).type == TokenType::word || at(i - 2).type == TokenType::text;
    if (before.is(":") && named) return std::string(at(i - 2).text);
    if (before.is("=")) {
      constexpr int kLongestType = 30;
      for (int back = i - 2; back > i - kLongestType && back >= 0; --back) {
        const std::string_view word = at(back).type == TokenType::word ? at(back).text : "";
        if (word == "const" || word == "let" || word == "var")
          return std::string(at(back + 1).text);
        if (at(back).is(";") || at(back).is("=") || at(back).is("{")) break;
      }
      return named ? std::string(at(i - 2).text) : std::string();
    }
    if (before.is(",") || before.is("(")) return registration(i - 1);
    return {};
  }

  std::string registration(int i) const {
    constexpr int kFurthest = 400;  // tokens of a description or a schema between name and function
    for (int back = i, steps = 0; back > 0 && steps < kFurthest; ++steps) {
      if (at(back).is("(")) {
        const Token& called = at(back - 1);
        if (called.type != TokenType::word || !at(back - 2).is(".") ||
            !is_one_of(called.text, kRegistrations))
          return {};
        const std::string_view text = script_.text_of(back + 1);
        return text.empty() ? std::string() : std::string(called.text) + " " + std::string(text);
      }
      const int match = at(back).match;
      if (at(back).is("{") || at(back).is("[")) return {};
      back = match >= 0 && match < back ? match - 1 : back - 1;
    }
    return {};
  }

  // ---- loops

  void visit_loop(int i) {
    const Token& word = at(i);
    if (at(i - 1).is(".") || at(i + 1).is(":")) return;
    if (word.text == "do") {
      if (at(i + 1).is("{")) add_loop(i, i + 1, at(i + 1).match);
      return;
    }
    const int open = at(i + 1).is_word("await") ? i + 2 : i + 1;
    if (!at(open).is("(") || at(open).match < 0) return;
    const int head_end = at(open).match;
    int end = at(head_end + 1).is("{") ? at(head_end + 1).match : head_end + 1;
    constexpr int kLongestStatement = 400;
    if (!at(head_end + 1).is("{"))
      for (int most = end + kLongestStatement;
           end < most && end < script_.size() && !at(end).is(";") && !at(end).is("}");)
        end = std::max(end, at(end).match) + 1;
    // What stands in the head of a for is asked once.
    add_loop(i, word.text == "for" ? head_end + 1 : open, end);
  }

  void visit_iteration(int i) {
    if (!is_one_of(at(i).text, kIterations) || at(i + 1).match < 0) return;
    const int end = at(i + 1).match;
    const bool by_name = at(i + 2).type == TokenType::word && end == i + 3;
    bool function = by_name;
    constexpr int kLongestParameters = 60;
    for (int k = i + 2; k < std::min(end, i + kLongestParameters) && !function; ++k)
      function = at(k).is("=>") || at(k).is_word("function");
    if (function) add_loop(i, i + 2, end - 1);
  }

  void add_loop(int word, int begin, int end) {
    if (end >= begin) script_.loops.push_back({at(word).text, begin, end, at(word).line});
  }

  // For each token the innermost of the ranges that it is in.
  template <class Range>
  std::vector<int> painted(const std::vector<Range>& ranges) const {
    std::vector<int> out(script_.tokens.size(), -1);
    std::vector<int> open;
    std::size_t next = 0;
    for (int i = 0; i < script_.size(); ++i) {
      for (; next < ranges.size() && ranges[next].begin == i; ++next)
        open.push_back(static_cast<int>(next));
      while (!open.empty() && ranges[static_cast<std::size_t>(open.back())].end < i)
        open.pop_back();
      if (!open.empty()) out[static_cast<std::size_t>(i)] = open.back();
    }
    return out;
  }

  Script& script_;
  std::vector<int> ends_;  // of each arrow
};

}  // namespace

const Token Script::kNone;

std::string_view Script::function_name(int token) const {
  const int index =
      token >= 0 && token < size() ? function_of[static_cast<std::size_t>(token)] : -1;
  return index < 0 ? std::string_view()
                   : std::string_view(functions[static_cast<std::size_t>(index)].name);
}

std::string_view Script::text_of(int token) const {
  const Token& one = at(token);
  if (one.type == TokenType::text) return one.text;
  if (one.type != TokenType::word) return {};
  const auto found = constant_texts.find(one.text);
  return found == constant_texts.end() ? std::string_view()
                                       : std::string_view(at(found->second).text);
}

void find_shape(Script& script) {
  Finder(script).run();
}

Script read_script(std::string_view text) {
  Script out;
  out.tokens = tokens_of(text);
  find_shape(out);
  return out;
}

}  // namespace vg::inventory
