#include "json/parse.hpp"

#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/scan.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace vg::json {
namespace {

// Functions return whether it went well; what went wrong is in fault_. Values are written where
// they stay: a value that travels through several results costs more than reading it.
class Parser {
 public:
  Parser(Arena& arena, std::string_view text, ParseLimits limits)
      : arena_(arena), text_(text), limits_(limits) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Result<Value> run() {
    skip_space();
    stack_.emplace_back();
    if (!read_value(0, 0)) return std::move(*fault_);
    skip_space();
    if (at_ != text_.size()) {
      (void)fault("nothing may follow the value");
      return std::move(*fault_);
    }
    return stack_.front().value;
  }

 private:
  bool more() const { return at_ < text_.size(); }
  char peek() const { return more() ? text_[at_] : '\0'; }

  void skip_space() {
    while (more() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  bool fault_at(std::size_t at, std::string_view message, ErrorCode code = ErrorCode::invalid) {
    std::size_t line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < at && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        start = i + 1;
      }
    }
    const std::size_t column = 1 + count_code_points(text_.substr(start, at - start));
    fault_ = Error{code,
                   "not readable as JSON at line " + std::to_string(line) + ", column " +
                       std::to_string(column) + ": " + std::string(message),
                   {}};
    return false;
  }
  bool fault(std::string_view message) { return fault_at(at_, message); }

  // Reads a value into its place on the stack.
  bool read_value(std::uint32_t depth, std::size_t place) {
    if (++values_ > limits_.values)
      return fault_at(at_, "more than " + std::to_string(limits_.values) + " values",
                      ErrorCode::too_large);
    switch (peek()) {
      case '{': return read_object(depth + 1, place);
      case '[': return read_array(depth + 1, place);
      case '"': {
        const std::string_view text = read_string();
        if (text.data() == nullptr) return false;
        stack_[place].value = Value(text);
        return true;
      }
      case 't': return read_word("true", Value(true), place);
      case 'f': return read_word("false", Value(false), place);
      case 'n': return read_word("null", Value(), place);
      default: return read_number(place);
    }
  }

  bool read_word(std::string_view word, Value value, std::size_t place) {
    if (!text_.substr(at_).starts_with(word)) return fault("a value is expected");
    at_ += word.size();
    stack_[place].value = value;
    return true;
  }

  std::size_t skip_digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - start;
  }

  bool read_number(std::size_t place) {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    const std::size_t whole = skip_digits();
    if (whole == 0) return fault_at(start, "a value is expected");
    if (zero && whole > 1) return fault_at(start, "a number may not start with 0");
    if (peek() == '.') {
      ++at_;
      if (skip_digits() == 0) return fault("a digit is expected after the point");
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (skip_digits() == 0) return fault("a digit is expected in the exponent");
    }
    const std::string_view lexeme = text_.substr(start, at_ - start);
    if (lexeme.size() > kMaxNumberLength) return fault_at(start, "the number has too many digits");
    const auto number = make_number(arena_, lexeme);
    if (!number) return fault_at(start, "the number is too large, too small or too long");
    stack_[place].value = *number;
    return true;
  }

  // Without data when it went wrong: a view comes back in registers.
  std::string_view read_string() {
    const std::size_t start = ++at_;
    at_ = skip_plain<Beyond::looked_at>(text_, at_);
    if (!more() || text_[at_] != '"') return read_string_slowly(start);
    return text_.substr(start, at_++ - start);
  }

  // From the first character that needs a look: escapes are resolved into the arena, UTF-8 is
  // checked.
  std::string_view read_string_slowly(std::size_t start) {
    std::string resolved(text_.substr(start, at_ - start));
    bool escaped = false;
    for (;;) {
      if (!more()) return no_string(start - 1, "the text is not closed");
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') break;
      if (c == '\\') {
        escaped = true;
        if (!read_escape(resolved)) return {};
      } else if (c < 0x20) {
        return no_string(at_, "a control character must be escaped in text");
      } else if (c < 0x80) {
        const std::size_t end = skip_plain<Beyond::looked_at>(text_, at_);
        resolved += text_.substr(at_, end - at_);
        at_ = end;
      } else {
        std::string_view rest = text_.substr(at_);
        const std::string_view before = rest;
        if (next_code_point(rest) == 0xFFFD && !before.starts_with("\xEF\xBF\xBD"))
          return no_string(at_, "the bytes are not UTF-8");
        resolved += before.substr(0, before.size() - rest.size());
        at_ += before.size() - rest.size();
      }
    }
    const std::string_view raw = text_.substr(start, at_++ - start);
    return escaped ? arena_.copy(resolved) : raw;
  }

  std::string_view no_string(std::size_t at, std::string_view message) {
    (void)fault_at(at, message);
    return {};
  }

  bool read_escape(std::string& out) {
    const std::size_t start = at_++;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"': out += '"'; return true;
      case '\\': out += '\\'; return true;
      case '/': out += '/'; return true;
      case 'b': out += '\b'; return true;
      case 'f': out += '\f'; return true;
      case 'n': out += '\n'; return true;
      case 'r': out += '\r'; return true;
      case 't': out += '\t'; return true;
      case 'u': break;
      default: return fault_at(start, "an unknown escape in text");
    }
    char32_t code = 0;
    if (!read_hex(start, code)) return false;
    if (code >= 0xDC00 && code <= 0xDFFF) return fault_at(start, "half of a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!text_.substr(at_).starts_with("\\u")) return fault_at(start, "half of a surrogate pair");
      at_ += 2;
      char32_t low = 0;
      if (!read_hex(start, low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return fault_at(start, "half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return true;
  }

  bool read_hex(std::size_t start, char32_t& code) {
    code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      char32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<char32_t>(c - 'A' + 10);
      } else {
        return fault_at(start, "four hexadecimal digits are expected after \\u");
      }
      code = code << 4 | digit;
    }
    return true;
  }

  bool check_depth(std::uint32_t depth) {
    if (depth <= limits_.depth) return true;
    return fault_at(at_, "deeper than " + std::to_string(limits_.depth) + " levels",
                    ErrorCode::too_large);
  }

  bool read_array(std::uint32_t depth, std::size_t place) {
    if (!check_depth(depth)) return false;
    ++at_;
    const std::size_t base = stack_.size();
    skip_space();
    if (peek() == ']') {
      ++at_;
      stack_[place].value = Value(std::span<const Value>());
      return true;
    }
    for (;;) {
      stack_.emplace_back();
      if (!read_value(depth, stack_.size() - 1)) return false;
      skip_space();
      const char c = peek();
      if (c != ',' && c != ']') return fault("',' or ']' is expected");
      ++at_;
      if (c == ']') break;
      skip_space();
      if (peek() == ']') return fault("a list may not end with a comma");
    }
    const std::span<Value> out = arena_.array<Value>(stack_.size() - base);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = stack_[base + i].value;
    stack_.resize(base);
    stack_[place].value = Value(std::span<const Value>(out));
    return true;
  }

  bool read_object(std::uint32_t depth, std::size_t place) {
    if (!check_depth(depth)) return false;
    ++at_;
    const std::size_t base = stack_.size();
    skip_space();
    if (peek() == '}') {
      ++at_;
      stack_[place].value = Value(std::span<const Member>());
      return true;
    }
    for (;;) {
      if (!read_member(depth, base)) return false;
      skip_space();
      const char c = peek();
      if (c != ',' && c != '}') return fault("',' or '}' is expected");
      ++at_;
      if (c == '}') break;
      skip_space();
      if (peek() == '}') return fault("an object may not end with a comma");
    }
    const std::span<Member> out = arena_.array<Member>(stack_.size() - base);
    std::copy(stack_.begin() + static_cast<std::ptrdiff_t>(base), stack_.end(), out.begin());
    stack_.resize(base);
    if (!check_many_keys(out)) return false;
    stack_[place].value = Value(std::span<const Member>(out));
    return true;
  }

  bool read_member(std::uint32_t depth, std::size_t base) {
    if (peek() != '"') return fault("a key in quotes is expected");
    const std::size_t key_at = at_;
    const std::string_view key = read_string();
    if (key.data() == nullptr) return false;
    if (stack_.size() - base < kFewKeys) {
      for (std::size_t i = base; i < stack_.size(); ++i)
        if (same_key(stack_[i].key, key)) return duplicate(key, key_at);
    }
    skip_space();
    if (peek() != ':') return fault("':' is expected after the key");
    ++at_;
    skip_space();
    stack_.emplace_back().key = key;
    return read_value(depth, stack_.size() - 1);
  }

  // Beyond kFewKeys members comparing each with each would be slow: sort and compare neighbours.
  bool check_many_keys(std::span<const Member> members) {
    if (members.size() <= kFewKeys) return true;
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice == keys.end()) return true;
    return duplicate(*twice, at_ - 1);
  }

  bool duplicate(std::string_view key, std::size_t at) {
    return fault_at(at, "the key \"" + one_line(key, 60) + "\" stands twice in one object");
  }

  static constexpr std::size_t kFewKeys = 24;
  Arena& arena_;
  std::string_view text_;
  ParseLimits limits_;
  std::size_t at_ = 0;
  std::uint32_t values_ = 0;
  std::optional<Error> fault_;
  // What the open lists and objects have so far, one after the other; entries of a list have no
  // key.
  std::vector<Member> stack_;
};

}  // namespace

Result<Value> parse(Arena& arena, std::string_view text, ParseLimits limits) {
  return Parser(arena, text, limits).run();
}

}  // namespace vg::json
