#include "outline/json.hpp"

#include "json/parse.hpp"

#include <algorithm>

namespace vg::outline {
namespace {

// Blanks in place of comments and of commas that nothing follows, so that every place stays.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text) {}

  std::string run() && {
    while (at_ < text_.size()) step();
    return std::move(text_);
  }

 private:
  void step() {
    const char c = text_[at_];
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (c == '"') return skip_string();
    if (c == '/' && next == '/') return blank_until(text_.find('\n', at_));
    if (c == '/' && next == '*') {
      const std::size_t end = text_.find("*/", at_ + 2);
      return blank_until(end == std::string::npos ? end : end + 2);
    }
    if (c == ',') {
      comma_ = at_;
    } else if ((c == ']' || c == '}') && comma_ != std::string::npos) {
      text_[comma_] = ' ';
    }
    if (c != ',' && c != ' ' && c != '\n' && c != '\r' && c != '\t') comma_ = std::string::npos;
    ++at_;
  }

  void skip_string() {
    comma_ = std::string::npos;
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
  }

  void blank_until(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; ++at_)
      if (text_[at_] != '\n') text_[at_] = ' ';
  }

  std::string text_;
  std::size_t at_ = 0;
  std::size_t comma_ = std::string::npos;  // of which nothing is known yet but blanks behind it
};

// Texts without escapes are views into the file, which tells their line; what has none stands on
// the line of what came before it.
class Converter {
 public:
  explicit Converter(std::string_view text) : text_(text) {}

  Node node(const json::Value& value) {
    Node out;
    if (value.is_string()) visit(value.text());
    out.line = line_;
    switch (value.kind()) {
      case json::Kind::null: break;
      case json::Kind::boolean: out.text = value.boolean() ? "true" : "false"; break;
      case json::Kind::integer: out.text = std::to_string(value.integer()); break;
      case json::Kind::decimal: out.text = value.text(); break;
      case json::Kind::string:
        out.text = value.text();
        out.quoted = true;
        break;
      case json::Kind::array:
        out.kind = Kind::list;
        for (const json::Value& item : value.items()) out.items.push_back(node(item));
        break;
      case json::Kind::object:
        out.kind = Kind::map;
        for (const json::Member& member : value.members()) {
          visit(member.key);
          const int line = line_;
          out.members.push_back({std::string(member.key), line, node(member.value)});
        }
        break;
    }
    return out;
  }

 private:
  void visit(std::string_view view) {
    const auto begin = reinterpret_cast<std::uintptr_t>(text_.data());
    const auto place = reinterpret_cast<std::uintptr_t>(view.data());
    if (place < begin || place > begin + text_.size()) return;
    const std::size_t at = place - begin;
    if (at < at_) return;
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    at_ = at;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Result<Node> read_json(std::string_view text) {
  const std::string blanked = Blanker(text).run();
  json::Arena arena;
  VG_TRY(const json::Value value,
         json::parse(arena, blanked, {.depth = kMaxDepth, .values = kMaxNodes}));
  return Converter(blanked).node(value);
}

}  // namespace vg::outline
