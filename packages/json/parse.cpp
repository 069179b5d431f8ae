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

// A place in the text. Functions take where they begin and return where they ended: so it stays in
// a register. None after a fault, which is in fault_.
using At = const char*;

// The value of each function is written where its caller wants it: a value that travels through
// several results costs more than reading it. What happens seldom is marked as cold, so that it
// takes no registers from the rest.
class Parser {
 public:
  Parser(Arena& arena, std::string_view text, ParseLimits limits)
      : arena_(arena), text_(text), end_(text.data() + text.size()), limits_(limits) {
    stack_.reserve(kUsualStack);
  }

  Result<Value> run() {
    Value out;
    At at =
        read_value(skip_space(text_.data() + (text_.starts_with("\xEF\xBB\xBF") ? 3 : 0)), 0, out);
    if (at == nullptr) return std::move(*fault_);
    at = skip_space(at);
    if (at == end_) return out;
    (void)fault(at, "nothing may follow the value");
    return std::move(*fault_);
  }

 private:
  char peek(At at) const { return at != end_ ? *at : '\0'; }

  At skip_space(At at) const {
    if (at != end_ && *at > ' ') return at;
    while (at != end_ && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
    return at;
  }

  [[gnu::cold]] At fault(At place, std::string_view message, ErrorCode code = ErrorCode::invalid) {
    const auto at = static_cast<std::size_t>(place - text_.data());
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
    return nullptr;
  }

  At read_value(At at, std::uint32_t depth, Value& out) {
    if (++values_ > limits_.values) return too_many(at);
    switch (peek(at)) {
      case '{': return read_object(at, depth + 1, out);
      case '[': return read_array(at, depth + 1, out);
      case '"': {
        std::string_view text;
        at = read_string(at, text);
        out = Value(text);
        return at;
      }
      case 't': return read_word(at, "true", Value(true), out);
      case 'f': return read_word(at, "false", Value(false), out);
      case 'n': return read_word(at, "null", Value(), out);
      default: return read_number(at, out);
    }
  }

  At read_word(At at, std::string_view word, Value value, Value& out) {
    if (!std::string_view(at, end_).starts_with(word)) return fault(at, "a value is expected");
    out = value;
    return at + word.size();
  }

  // Most numbers are short and whole; every other one is read again with all rules.
  At read_number(At start, Value& out) {
    const bool negative = peek(start) == '-';
    const At first = negative ? start + 1 : start;
    const At most = end_ - first > kShortNumber ? first + kShortNumber : end_;
    std::int64_t value = 0;
    At at = first;
    for (; at != most && *at >= '0' && *at <= '9'; ++at) value = value * 10 + (*at - '0');
    const char next = peek(at);
    const bool other = at == first || next == '.' || next == 'e' || next == 'E' ||
                       (next >= '0' && next <= '9') || (*first == '0' && at - first > 1);
    if (other) return read_any_number(start, out);
    out = Value(negative ? -value : value);
    return at;
  }

  At skip_digits(At at) const {
    while (peek(at) >= '0' && peek(at) <= '9') ++at;
    return at;
  }

  [[gnu::cold]] At read_any_number(At start, Value& out) {
    const At first = peek(start) == '-' ? start + 1 : start;
    At at = skip_digits(first);
    if (at == first) return fault(start, "a value is expected");
    if (*first == '0' && at - first > 1) return fault(start, "a number may not start with 0");
    if (peek(at) == '.') {
      const At decimals = at + 1;
      at = skip_digits(decimals);
      if (at == decimals) return fault(at, "a digit is expected after the point");
    }
    if (peek(at) == 'e' || peek(at) == 'E') {
      ++at;
      if (peek(at) == '+' || peek(at) == '-') ++at;
      const At exponent = at;
      at = skip_digits(exponent);
      if (at == exponent) return fault(at, "a digit is expected in the exponent");
    }
    const std::string_view lexeme(start, at);
    if (lexeme.size() > kMaxNumberLength) return fault(start, "the number has too many digits");
    const auto number = make_number(arena_, lexeme);
    if (!number) return fault(start, "the number is too large, too small or too long");
    out = *number;
    return at;
  }

  At read_string(At at, std::string_view& out) {
    const At start = at + 1;
    at = skip_plain<Beyond::looked_at>(start, end_);
    if (at == end_ || *at != '"') return read_string_slowly(start, at, out);
    out = std::string_view(start, at);
    return at + 1;
  }

  // From the first character that needs a look: UTF-8 is checked. A text without escapes stays
  // where it is.
  [[gnu::cold]] At read_string_slowly(At start, At at, std::string_view& out) {
    for (;; at = skip_plain<Beyond::looked_at>(at, end_)) {
      if (at == end_) return fault(start - 1, "the text is not closed");
      if (*at == '"') break;
      if (*at == '\\') return read_escaped_string(start, at, out);
      at = skip_code_point(at);
      if (at == nullptr) return nullptr;
    }
    out = std::string_view(start, at);
    return at + 1;
  }

  // From the first escape: they are resolved into the arena.
  At read_escaped_string(At start, At at, std::string_view& out) {
    std::string resolved(start, at);
    for (;;) {
      if (at == end_) return fault(start - 1, "the text is not closed");
      if (*at == '"') break;
      const At from = at;
      if (*at == '\\') {
        at = read_escape(at, resolved);
        if (at == nullptr) return nullptr;
        continue;
      }
      at = skip_plain<Beyond::looked_at>(from, end_);
      if (at == from) at = skip_code_point(from);
      if (at == nullptr) return nullptr;
      resolved.append(from, at);
    }
    out = arena_.copy(resolved);
    return at + 1;
  }

  At skip_code_point(At at) {
    if (static_cast<unsigned char>(*at) < 0x20)
      return fault(at, "a control character must be escaped in text");
    std::string_view rest(at, end_);
    if (next_code_point(rest) == 0xFFFD && !std::string_view(at, end_).starts_with("\xEF\xBF\xBD"))
      return fault(at, "the bytes are not UTF-8");
    return rest.data();
  }

  At read_escape(At start, std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const char name = peek(start + 1);
    if (name != 'u') {
      const std::size_t which = kNames.find(name);
      if (which == std::string_view::npos) return fault(start, "an unknown escape in text");
      out += kMeant[which];
      return start + 2;
    }
    char32_t code = 0;
    At at = read_hex(start, start + 2, code);
    if (at == nullptr) return nullptr;
    if (code >= 0xDC00 && code <= 0xDFFF) return fault(start, "half of a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!std::string_view(at, end_).starts_with("\\u"))
        return fault(start, "half of a surrogate pair");
      char32_t low = 0;
      at = read_hex(start, at + 2, low);
      if (at == nullptr) return nullptr;
      if (low < 0xDC00 || low > 0xDFFF) return fault(start, "half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return at;
  }

  // `start` is where the escape began.
  At read_hex(At start, At at, char32_t& code) {
    code = 0;
    for (int i = 0; i < 4; ++i, ++at) {
      const char c = peek(at);
      char32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<char32_t>(c - 'A' + 10);
      } else {
        return fault(start, "four hexadecimal digits are expected after \\u");
      }
      code = code << 4 | digit;
    }
    return at;
  }

  [[gnu::cold]] At too_deep(At at) {
    return fault(at, "deeper than " + std::to_string(limits_.depth) + " levels",
                 ErrorCode::too_large);
  }
  [[gnu::cold]] At too_many(At at) {
    return fault(at, "more than " + std::to_string(limits_.values) + " values",
                 ErrorCode::too_large);
  }

  [[gnu::noinline]] At read_array(At at, std::uint32_t depth, Value& out) {
    if (depth > limits_.depth) return too_deep(at);
    const std::size_t base = stack_.size();
    at = skip_space(at + 1);
    if (peek(at) == ']') {
      out = Value(std::span<const Value>());
      return at + 1;
    }
    for (;;) {
      Member item;
      at = read_value(at, depth, item.value);
      if (at == nullptr) return nullptr;
      stack_.push_back(item);
      at = skip_space(at);
      const char c = peek(at);
      if (c != ',' && c != ']') return fault(at, "',' or ']' is expected");
      ++at;
      if (c == ']') break;
      at = skip_space(at);
      if (peek(at) == ']') return fault(at, "a list may not end with a comma");
    }
    const std::span<Value> items = arena_.array<Value>(stack_.size() - base);
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = stack_[base + i].value;
    stack_.erase(place(base), stack_.end());
    out = Value(std::span<const Value>(items));
    return at;
  }

  [[gnu::noinline]] At read_object(At at, std::uint32_t depth, Value& out) {
    if (depth > limits_.depth) return too_deep(at);
    const std::size_t base = stack_.size();
    at = skip_space(at + 1);
    if (peek(at) == '}') {
      out = Value(std::span<const Member>());
      return at + 1;
    }
    for (std::uint64_t marks = 0;;) {
      at = read_member(at, depth, base, marks);
      if (at == nullptr) return nullptr;
      at = skip_space(at);
      const char c = peek(at);
      if (c != ',' && c != '}') return fault(at, "',' or '}' is expected");
      ++at;
      if (c == '}') break;
      at = skip_space(at);
    }
    const std::span<Member> members = arena_.array<Member>(stack_.size() - base);
    std::copy(place(base), stack_.end(), members.begin());
    stack_.erase(place(base), stack_.end());
    if (members.size() > kFewKeys && !check_many_keys(members, at)) return nullptr;
    out = Value(std::span<const Member>(members));
    return at;
  }

  std::vector<Member>::iterator place(std::size_t at) {
    return stack_.begin() + static_cast<std::ptrdiff_t>(at);
  }

  // One of 64 bits for a key: keys with different bits differ.
  static std::uint64_t mark_of(std::string_view key) {
    if (key.empty()) return 1;
    const auto first = static_cast<unsigned char>(key.front());
    const auto last = static_cast<unsigned char>(key.back());
    return std::uint64_t{1} << ((first + 5 * last + 11 * key.size()) % 64);
  }

  // `marks` are those of the keys that the object has so far: most keys are new to them, and are
  // compared with none.
  At read_member(At at, std::uint32_t depth, std::size_t base, std::uint64_t& marks) {
    if (peek(at) != '"') return no_key(at);
    const At key_at = at;
    Member member;
    at = read_string(at, member.key);
    if (at == nullptr) return nullptr;
    const std::uint64_t mark = mark_of(member.key);
    if ((marks & mark) != 0 && stack_.size() - base < kFewKeys) {
      for (std::size_t i = base; i < stack_.size(); ++i)
        if (same_key(stack_[i].key, member.key)) return duplicate(member.key, key_at);
    }
    marks |= mark;
    at = skip_space(at);
    if (peek(at) != ':') return fault(at, "':' is expected after the key");
    at = read_value(skip_space(at + 1), depth, member.value);
    if (at == nullptr) return nullptr;
    stack_.push_back(member);
    return at;
  }

  // Beyond kFewKeys members comparing each with each would be slow: sort and compare neighbours.
  [[gnu::cold]] bool check_many_keys(std::span<const Member> members, At end) {
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice == keys.end()) return true;
    (void)duplicate(*twice, end - 1);
    return false;
  }

  [[gnu::cold]] At no_key(At at) {
    return fault(
        at, peek(at) == '}' ? "an object may not end with a comma" : "a key in quotes is expected");
  }

  [[gnu::cold]] At duplicate(std::string_view key, At at) {
    return fault(at, "the key \"" + one_line(key, 60) + "\" stands twice in one object");
  }

  static constexpr std::size_t kFewKeys = 24;
  static constexpr std::size_t kUsualStack = 64;
  static constexpr std::ptrdiff_t kShortNumber = 18;  // digits of which every number fits
  Arena& arena_;
  std::string_view text_;
  At end_;
  ParseLimits limits_;
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
