#include "base/text.hpp"

#include "base/fold_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace vg {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_unwanted(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) ||
         (c >= 0x202A && c <= 0x202E) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

const fold_table::Pair* find_pair(char32_t c) {
  const auto at = std::lower_bound(
      fold_table::kPairs.begin(), fold_table::kPairs.end(), c,
      [](const fold_table::Pair& pair, char32_t value) { return pair.from < value; });
  return at != fold_table::kPairs.end() && at->from == c ? &*at : nullptr;
}

char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void append_shortened(std::string& out, std::string_view text, std::size_t max) {
  if (text.size() <= max || count_code_points(text) <= max) {
    out += text;
    return;
  }
  std::string_view rest = text;
  for (std::size_t i = 0; i + 1 < max; ++i) next_code_point(rest);
  out += text.substr(0, text.size() - rest.size());
  out += "…";
}

bool is_separator(char32_t c) {
  if (c > 0xFFFF) return c >= 0x1F000 && c <= 0x1FAFF;  // pictographs
  const auto at = std::lower_bound(
      fold_table::kSeparators.begin(), fold_table::kSeparators.end(), c,
      [](const fold_table::Range& range, char32_t value) { return range.last < value; });
  return at != fold_table::kSeparators.end() && at->first <= c;
}

// What ASCII becomes: a letter or digit, or a space; 0 where the tables have to be asked.
constexpr std::array<char, 256> kFoldedAscii = [] {
  std::array<char, 256> out{};
  for (std::size_t c = 1; c < 0x80; ++c) out[c] = static_cast<char>(c);
  for (const fold_table::Pair& pair : fold_table::kPairs)
    if (pair.from < 0x80)
      out[pair.from] = pair.to < 0x80 && pair.then == 0 ? static_cast<char>(pair.to) : '\0';
  for (const fold_table::Range& range : fold_table::kSeparators)
    for (std::size_t c = range.first; c <= range.last && c < 0x80; ++c) out[c] = ' ';
  return out;
}();

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_ascii(c);
  return out;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t at = text.find(separator);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

bool has_word(std::string_view text, std::string_view word) {
  for (;;) {
    const std::size_t end = text.find(' ');
    if (text.substr(0, end) == word) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 19) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  constexpr std::uint64_t kMax = INT64_MAX;
  if (value > kMax) return std::nullopt;
  const auto signed_value = static_cast<std::int64_t>(value);
  return negative ? -signed_value : signed_value;
}

char32_t next_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) {
    text.remove_prefix(1);
    return kReplacement;
  }
  char32_t c = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      text.remove_prefix(1);
      return kReplacement;
    }
    c = c << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
  if (overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
    text.remove_prefix(1);
    return kReplacement;
  }
  text.remove_prefix(length);
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    const std::string_view before = text;
    const char32_t c = next_code_point(text);
    if (c == kReplacement && !before.starts_with("\xEF\xBF\xBD")) return false;
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  // Eight bytes at a time: those that go on with a code point begin with the bits 10.
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  std::size_t count = text.size();
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t x = 0;
    std::memcpy(&x, text.data(), sizeof x);
    count -= (((x >> 7U) & ~(x >> 6U) & kOnes) * kOnes) >> 56U;
  }
  for (char c : text) count -= (static_cast<unsigned char>(c) & 0xC0U) == 0x80 ? 1 : 0;
  return count;
}

std::string shorten(std::string_view text, std::size_t max) {
  std::string out;
  append_shortened(out, text, max);
  return out;
}

std::optional<std::string> cleaned(std::string_view text) {
  bool clean = true;
  for (std::string_view rest = text; !rest.empty();) {
    if (is_unwanted(next_code_point(rest))) {
      clean = false;
      break;
    }
  }
  if (clean) return std::nullopt;
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const bool line_end = text.front() == '\r';
    if (line_end && text.size() > 1 && text[1] == '\n') text.remove_prefix(1);
    const char32_t c = next_code_point(text);
    if (line_end || c == 0x2028 || c == 0x2029) {
      out += '\n';
    } else if (!is_unwanted(c)) {
      append_utf8(out, c);
    }
  }
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const char plain = kFoldedAscii[static_cast<unsigned char>(text.front())]; plain != 0) {
      text.remove_prefix(1);
      if (plain != ' ') {
        out += plain;
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
      continue;
    }
    const char32_t c = next_code_point(text);
    if (const fold_table::Pair* pair = find_pair(c)) {
      if (pair->to != 0) append_utf8(out, pair->to);
      if (pair->then != 0) append_utf8(out, pair->then);
    } else if (!is_separator(c)) {
      append_utf8(out, c);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string one_line(std::string_view text, std::size_t max) {
  std::string out;
  append_one_line(out, text, max);
  return out;
}

void append_one_line(std::string& out, std::string_view text, std::size_t max) {
  const std::size_t start = out.size();
  append_shortened(out, text, max);
  for (std::size_t i = start; i < out.size(); ++i)
    if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == 0x7F) out[i] = ' ';
}

std::string count_of(std::int64_t n, std::string_view singular, std::string_view plural) {
  std::string out;
  append_count_of(out, n, singular, plural);
  return out;
}

void append_count_of(std::string& out, std::int64_t n, std::string_view singular,
                     std::string_view plural) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out.append(digits.data(), end) += ' ';
  out += n == 1 || plural.empty() ? singular : plural;
  if (n != 1 && plural.empty()) out += 's';
}

}  // namespace vg
