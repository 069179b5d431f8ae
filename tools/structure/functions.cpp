#include "tools/structure/functions.hpp"

#include <string_view>

namespace vg::structure {
namespace {

// The source with the inside of comments, texts and preprocessor lines blanked; line breaks stay.
class Blanker {
 public:
  explicit Blanker(const std::string& source) : source_(source) {}

  std::string run() {
    while (at_ < source_.size()) {
      if (starts("//") || (fresh_line_ && source_[at_] == '#')) {
        blank_until("\n", 0);
      } else if (starts("/*")) {
        blank_until("*/", 2);
      } else if (starts("R\"")) {
        const std::size_t open = source_.find('(', at_);
        const std::string mark =
            open == std::string::npos ? std::string() : source_.substr(at_ + 2, open - at_ - 2);
        blank_until(")" + mark + "\"", mark.size() + 2);
      } else if (source_[at_] == '"' || (source_[at_] == '\'' && !is_digit_separator())) {
        blank_literal(source_[at_]);
      } else {
        keep();
      }
    }
    return std::move(out_);
  }

 private:
  bool starts(std::string_view what) const {
    return std::string_view(source_).substr(at_).starts_with(what);
  }
  bool is_digit_separator() const {
    return at_ > 0 && source_[at_ - 1] >= '0' && source_[at_ - 1] <= '9';
  }
  void keep() {
    const char c = source_[at_++];
    fresh_line_ = c == '\n' || (fresh_line_ && c == ' ');
    out_ += c;
  }
  void blank() {
    const char c = source_[at_++];
    out_ += c == '\n' ? '\n' : ' ';
  }
  void blank_until(std::string_view end, std::size_t size) {
    std::size_t stop = source_.find(end, at_);
    stop = stop == std::string::npos ? source_.size() : stop + size;
    while (at_ < stop) blank();
  }
  void blank_literal(char quote) {
    blank();
    while (at_ < source_.size() && source_[at_] != quote && source_[at_] != '\n') {
      if (source_[at_] == '\\') blank();
      if (at_ < source_.size()) blank();
    }
    if (at_ < source_.size() && source_[at_] == quote) blank();
  }

  const std::string& source_;
  std::string out_;
  std::size_t at_ = 0;
  bool fresh_line_ = true;
};

bool has_word(std::string_view text, std::string_view word) {
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool before = at == 0 || !is_name(text[at - 1]);
    const bool after = at + word.size() == text.size() || !is_name(text[at + word.size()]);
    if (before && after) return true;
  }
  return false;
}

// Whether a brace after this text opens something that holds functions.
bool opens_scope(std::string_view head) {
  const bool parameters = head.find('(') != std::string_view::npos;
  if (has_word(head, "namespace") || (has_word(head, "extern") && !parameters)) return true;
  const bool type = has_word(head, "class") || has_word(head, "struct") || has_word(head, "union");
  return type && !parameters;
}

}  // namespace

std::vector<Function> functions_of(const std::string& source) {
  const std::string text = Blanker(source).run();
  std::vector<Function> out;
  int line = 1;
  int inside = 0;  // open braces within a function or an initialiser
  bool function = false;
  Function present;
  std::size_t head = 0;  // where the text before the next brace begins
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (inside == 0 && c == ';') head = at + 1;
    if (c == '{') {
      const std::string_view before = std::string_view(text).substr(head, at - head);
      if (inside == 0 && opens_scope(before)) {
        head = at + 1;
        continue;
      }
      if (inside++ == 0) {
        function = before.find('(') != std::string_view::npos;
        present = {line, 0};
      }
    } else if (c == '}') {
      if (inside == 0) {
        head = at + 1;  // the end of a scope
      } else if (--inside == 0) {
        present.lines = line - present.line + 1;
        if (function) out.push_back(present);
        head = at + 1;
      }
    }
  }
  return out;
}

}  // namespace vg::structure
