#include "json/parse.hpp"

#include "base/text.hpp"
#include "json/decimal.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace vg::json {
namespace {

// What may stand in a string as it is: printable ASCII but quote and backslash. Everything else is
// looked at.
constexpr auto kPlain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

class Parser {
 public:
  Parser(Arena& arena, std::string_view text, ParseLimits limits)
      : arena_(arena), text_(text), limits_(limits) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Result<Value> run() {
    skip_space();
    VG_TRY(Value value, read_value(0));
    skip_space();
    if (at_ != text_.size()) return fault("nothing may follow the value");
    return value;
  }

 private:
  bool more() const { return at_ < text_.size(); }
  char peek() const { return more() ? text_[at_] : '\0'; }

  void skip_space() {
    while (more() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  Error fault_at(std::size_t at, std::string_view message,
                 ErrorCode code = ErrorCode::invalid) const {
    std::size_t line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < at && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        start = i + 1;
      }
    }
    const std::size_t column = 1 + count_code_points(text_.substr(start, at - start));
    return Error{code,
                 "not readable as JSON at line " + std::to_string(line) + ", column " +
                     std::to_string(column) + ": " + std::string(message),
                 {}};
  }
  Error fault(std::string_view message) const { return fault_at(at_, message); }

  Result<Value> read_value(std::uint32_t depth) {
    if (++values_ > limits_.values)
      return fault_at(at_, "more than " + std::to_string(limits_.values) + " values",
                      ErrorCode::too_large);
    switch (peek()) {
      case '{': return read_object(depth + 1);
      case '[': return read_array(depth + 1);
      case '"': {
        VG_TRY(std::string_view text, read_string());
        return Value(text);
      }
      case 't': return read_word("true", Value(true));
      case 'f': return read_word("false", Value(false));
      case 'n': return read_word("null", Value());
      default: return read_number();
    }
  }

  Result<Value> read_word(std::string_view word, Value value) {
    if (!text_.substr(at_).starts_with(word)) return fault("a value is expected");
    at_ += word.size();
    return value;
  }

  std::size_t skip_digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - start;
  }

  Result<Value> read_number() {
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
    if (!number) return fault_at(start, "the number is too large or too small");
    return *number;
  }

  Result<std::string_view> read_string() {
    const std::size_t start = ++at_;
    while (more() && kPlain[static_cast<unsigned char>(text_[at_])]) ++at_;
    if (peek() == '"' && more()) return text_.substr(start, at_++ - start);
    return read_string_slowly(start);
  }

  // From the first character that needs a look: escapes are resolved into the arena, UTF-8 is
  // checked.
  Result<std::string_view> read_string_slowly(std::size_t start) {
    std::string out(text_.substr(start, at_ - start));
    bool escaped = false;
    for (;;) {
      if (!more()) return fault_at(start - 1, "the text is not closed");
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') break;
      if (c == '\\') {
        escaped = true;
        VG_CHECK(read_escape(out));
      } else if (c < 0x20) {
        return fault("a control character must be escaped in text");
      } else if (c < 0x80) {
        out += text_[at_++];
      } else {
        std::string_view rest = text_.substr(at_);
        const std::string_view before = rest;
        if (next_code_point(rest) == 0xFFFD && !before.starts_with("\xEF\xBF\xBD"))
          return fault("the bytes are not UTF-8");
        out += before.substr(0, before.size() - rest.size());
        at_ += before.size() - rest.size();
      }
    }
    const std::string_view raw = text_.substr(start, at_++ - start);
    return escaped ? arena_.copy(out) : raw;
  }

  Status read_escape(std::string& out) {
    const std::size_t start = at_++;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"': out += '"'; return Done{};
      case '\\': out += '\\'; return Done{};
      case '/': out += '/'; return Done{};
      case 'b': out += '\b'; return Done{};
      case 'f': out += '\f'; return Done{};
      case 'n': out += '\n'; return Done{};
      case 'r': out += '\r'; return Done{};
      case 't': out += '\t'; return Done{};
      case 'u': break;
      default: return fault_at(start, "an unknown escape in text");
    }
    VG_TRY(char32_t code, read_hex(start));
    if (code >= 0xDC00 && code <= 0xDFFF) return fault_at(start, "half of a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!text_.substr(at_).starts_with("\\u")) return fault_at(start, "half of a surrogate pair");
      at_ += 2;
      VG_TRY(char32_t low, read_hex(start));
      if (low < 0xDC00 || low > 0xDFFF) return fault_at(start, "half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return Done{};
  }

  Result<char32_t> read_hex(std::size_t start) {
    char32_t code = 0;
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
    return code;
  }

  Status check_depth(std::uint32_t depth) const {
    if (depth <= limits_.depth) return Done{};
    return fault_at(at_, "deeper than " + std::to_string(limits_.depth) + " levels",
                    ErrorCode::too_large);
  }

  Result<Value> read_array(std::uint32_t depth) {
    VG_CHECK(check_depth(depth));
    ++at_;
    const std::size_t base = items_.size();
    skip_space();
    if (peek() == ']') {
      ++at_;
      return Value(std::span<const Value>());
    }
    for (;;) {
      VG_TRY(Value value, read_value(depth));
      items_.push_back(value);
      skip_space();
      const char c = peek();
      if (c != ',' && c != ']') return fault("',' or ']' is expected");
      ++at_;
      if (c == ']') break;
      skip_space();
      if (peek() == ']') return fault("a list may not end with a comma");
    }
    const std::span<Value> out = arena_.array<Value>(items_.size() - base);
    std::copy(items_.begin() + static_cast<std::ptrdiff_t>(base), items_.end(), out.begin());
    items_.resize(base);
    return Value(std::span<const Value>(out));
  }

  Result<Value> read_object(std::uint32_t depth) {
    VG_CHECK(check_depth(depth));
    ++at_;
    const std::size_t base = members_.size();
    skip_space();
    if (peek() == '}') {
      ++at_;
      return Value(std::span<const Member>());
    }
    for (;;) {
      VG_CHECK(read_member(depth, base));
      skip_space();
      const char c = peek();
      if (c != ',' && c != '}') return fault("',' or '}' is expected");
      ++at_;
      if (c == '}') break;
      skip_space();
      if (peek() == '}') return fault("an object may not end with a comma");
    }
    const std::span<Member> out = arena_.array<Member>(members_.size() - base);
    std::copy(members_.begin() + static_cast<std::ptrdiff_t>(base), members_.end(), out.begin());
    members_.resize(base);
    VG_CHECK(check_many_keys(out));
    return Value(std::span<const Member>(out));
  }

  Status read_member(std::uint32_t depth, std::size_t base) {
    if (peek() != '"') return fault("a key in quotes is expected");
    const std::size_t key_at = at_;
    VG_TRY(std::string_view key, read_string());
    if (members_.size() - base < kFewKeys) {
      for (std::size_t i = base; i < members_.size(); ++i)
        if (members_[i].key == key) return duplicate(key, key_at);
    }
    skip_space();
    if (peek() != ':') return fault("':' is expected after the key");
    ++at_;
    skip_space();
    VG_TRY(Value value, read_value(depth));
    members_.push_back({key, value});
    return Done{};
  }

  // Beyond kFewKeys members comparing each with each would be slow: sort and compare neighbours.
  Status check_many_keys(std::span<const Member> members) const {
    if (members.size() <= kFewKeys) return Done{};
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice == keys.end()) return Done{};
    return duplicate(*twice, at_ - 1);
  }

  Error duplicate(std::string_view key, std::size_t at) const {
    return fault_at(at, "the key \"" + one_line(key, 60) + "\" stands twice in one object");
  }

  static constexpr std::size_t kFewKeys = 24;
  Arena& arena_;
  std::string_view text_;
  ParseLimits limits_;
  std::size_t at_ = 0;
  std::uint32_t values_ = 0;
  std::vector<Value> items_;
  std::vector<Member> members_;
};

}  // namespace

Result<Value> parse(Arena& arena, std::string_view text, ParseLimits limits) {
  return Parser(arena, text, limits).run();
}

}  // namespace vg::json
