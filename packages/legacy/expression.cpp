#include "legacy/expression.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace vg::legacy {
namespace {

constexpr std::string_view kHarmless =
    " datetime date time strftime julianday unixepoch json json_array json_object json_extract "
    "json_valid json_type json_array_length coalesce ifnull nullif iif length lower upper trim "
    "ltrim rtrim substr substring abs round typeof min max instr replace like glob hex printf "
    "format ";
// Words that may stand before a parenthesis without being a function.
constexpr std::string_view kNoFunction =
    " and or not in is between like glob case when then else end null as exists check default "
    "escape collate match regexp ";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::uint64_t> hex_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 16) return std::nullopt;
  std::uint64_t out = 0;
  for (char c : digits) {
    if (hex_digit(c) < 0) return std::nullopt;
    out = out << 4U | static_cast<std::uint64_t>(hex_digit(c));
  }
  return out;
}

bool is_decimal_number(std::string_view text) {
  std::size_t at = 0;
  std::size_t digits = 0;
  const auto run = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  digits += run();
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits += run();
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (run() == 0) return false;
  }
  return at == text.size();
}

// Evaluates one value; stops at the first fault.
class Evaluator {
 public:
  Evaluator(std::string_view text, TextPool& pool) : lexer_(text), pool_(pool) {}

  Lexer& lexer() { return lexer_; }
  std::optional<ExpressionFault>& fault() { return fault_; }

  Cell refuse(Fault kind, std::string message) {
    if (!fault_) fault_ = ExpressionFault{kind, std::move(message)};
    return {};
  }

  Cell value(int depth) {
    if (depth > kMaxNesting)
      return refuse(Fault::limit, "functions lie more than 16 deep within each other");
    const Token token = lexer_.next();
    switch (token.kind) {
      case TokenKind::string: return text_of(token);
      case TokenKind::blob: return blob_of(token);
      case TokenKind::number: return number(token, false);
      case TokenKind::symbol: return signed_number(token);
      case TokenKind::word:
        if (token.is("null")) return {};
        if (lexer_.peek().is('(')) return call(token, depth);
        break;
      case TokenKind::quoted: break;
      case TokenKind::end:
      case TokenKind::bad: return refuse(Fault::syntax, "a value is missing or does not end");
    }
    return refuse(
        Fault::forbidden_expression,
        "a value may be NULL, a number, a text or a blob, not " + one_line(token.text, 40));
  }

 private:
  Cell made(std::string& text) {
    if (text.size() > kMaxValueBytes) return too_long();
    return {CellKind::text, 0, text};
  }

  Cell too_long() {
    return refuse(Fault::limit, "a value has more than 2000000 bytes, which no D1 database holds");
  }

  Cell text_of(const Token& token) {
    const std::string_view inner = token.text.substr(1, token.text.size() - 2);
    if (inner.find('\'') == std::string_view::npos) {
      if (inner.size() > kMaxValueBytes) return too_long();
      return {CellKind::text, 0, inner};
    }
    std::string& out = pool_.take();
    std::size_t from = 0;
    for (std::size_t at = 0; (at = inner.find('\'', at)) != std::string_view::npos; at += 2) {
      out.append(inner.substr(from, at + 1 - from));
      from = at + 2;
    }
    out.append(inner.substr(from));
    return made(out);
  }

  Cell blob_of(const Token& token) {
    const std::string_view digits = token.text.substr(2, token.text.size() - 3);
    std::string& out = pool_.take();
    if (digits.size() % 2 != 0) return refuse(Fault::syntax, "a blob has half a byte");
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      const int high = hex_digit(digits[i]);
      const int low = hex_digit(digits[i + 1]);
      if (high < 0 || low < 0) return refuse(Fault::syntax, "a blob has a digit that is none");
      out += static_cast<char>(high * 16 + low);
    }
    if (out.size() > kMaxValueBytes) return too_long();
    return {CellKind::blob, 0, out};
  }

  Cell number(const Token& token, bool negative) {
    const auto cell = number_cell(token.text, negative, pool_);
    if (!cell) return refuse(Fault::syntax, one_line(token.text, 40) + " is no number");
    return *cell;
  }

  Cell signed_number(Token token) {
    bool negative = false;
    for (int signs = 0; token.is('+') || token.is('-'); ++signs) {
      if (signs == kMaxNesting) return refuse(Fault::limit, "a number has too many signs");
      negative ^= token.is('-');
      token = lexer_.next();
    }
    if (token.kind == TokenKind::number) return number(token, negative);
    return refuse(Fault::forbidden_expression,
                  "a value may not be computed: " + one_line(token.text, 40));
  }

  Cell call(const Token& name, int depth) {
    std::vector<Cell> arguments;
    lexer_.next();
    while (!fault_) {
      if (arguments.empty() && lexer_.peek().is(')')) {
        lexer_.next();
        break;
      }
      arguments.push_back(value(depth + 1));
      if (fault_) return {};
      const Token after = lexer_.next();
      if (after.is(')')) break;
      if (!after.is(',') || arguments.size() > 127)
        return refuse(Fault::forbidden_expression, "a value may not be computed");
    }
    if (name.is("replace") && arguments.size() == 3) return replace(arguments);
    if (name.is("char")) return characters(arguments);
    if (name.is("unistr") && arguments.size() == 1) return unistr(arguments[0]);
    return refuse(Fault::forbidden_expression,
                  "values may call replace, char and unistr, not " + one_line(name.text, 40));
  }

  Cell replace(const std::vector<Cell>& arguments) {
    for (const Cell& cell : arguments) {
      if (cell.is_null()) return {};
      if (!cell.is_text())
        return refuse(Fault::forbidden_expression, "replace() is read over texts only");
    }
    const std::string_view text = arguments[0].text;
    const std::string_view from = arguments[1].text;
    if (from.empty()) return arguments[0];
    std::string& out = pool_.take();
    std::size_t start = 0;
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string_view::npos;) {
      out.append(text.substr(start, at - start)).append(arguments[2].text);
      at += from.size();
      start = at;
      if (out.size() > kMaxValueBytes) return too_long();
    }
    out.append(text.substr(start));
    return made(out);
  }

  Cell characters(const std::vector<Cell>& arguments) {
    std::string& out = pool_.take();
    for (const Cell& cell : arguments) {
      if (cell.kind != CellKind::integer || !append_character(out, cell.integer))
        return refuse(Fault::forbidden_expression, "char() of a number that is no character");
    }
    return made(out);
  }

  static bool append_character(std::string& out, std::int64_t code) {
    if (code < 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    append_utf8(out, static_cast<char32_t>(code));
    return true;
  }

  // One escape after its back slash: how many characters it takes, and which one it is.
  static std::optional<std::uint64_t> escape(std::string_view rest, std::size_t& size) {
    std::size_t digits = 4;
    std::size_t prefix = 1;
    switch (rest.empty() ? '\0' : rest.front()) {
      case 'u': break;
      case '+': digits = 6; break;
      case 'U': digits = 8; break;
      default: prefix = 0;
    }
    size = prefix + digits;
    if (rest.size() < size) return std::nullopt;
    return hex_number(rest.substr(prefix, digits));
  }

  Cell unistr(const Cell& cell) {
    if (cell.is_null()) return {};
    if (!cell.is_text()) return refuse(Fault::forbidden_expression, "unistr() reads a text");
    std::string& out = pool_.take();
    std::string_view text = cell.text;
    while (!text.empty()) {
      const std::size_t at = std::min(text.find('\\'), text.size());
      out.append(text.substr(0, at));
      text.remove_prefix(at);
      if (text.empty()) break;
      text.remove_prefix(1);
      if (text.starts_with('\\')) {
        out += '\\';
        text.remove_prefix(1);
        continue;
      }
      std::size_t size = 0;
      const auto code = escape(text, size);
      if (!code || !append_character(out, static_cast<std::int64_t>(*code)))
        return refuse(Fault::forbidden_expression, "unistr() has an escape that is none");
      text.remove_prefix(size);
    }
    return made(out);
  }

  Lexer lexer_;
  TextPool& pool_;
  std::optional<ExpressionFault> fault_;
};

}  // namespace

std::string& TextPool::take() {
  if (used_ == texts_.size()) texts_.emplace_back();
  std::string& out = texts_[used_++];
  out.clear();
  return out;
}

void TextPool::reset() {
  for (std::size_t i = 0; i < used_; ++i)
    if (texts_[i].capacity() > kKept) texts_[i] = std::string();
  used_ = 0;
}

std::optional<Cell> number_cell(std::string_view lexeme, bool negative, TextPool& pool) {
  if (lexeme.starts_with("0x") || lexeme.starts_with("0X")) {
    const auto bits = hex_number(lexeme.substr(2));
    if (!bits) return std::nullopt;
    const std::uint64_t value = negative ? std::uint64_t{0} - *bits : *bits;
    return Cell{CellKind::integer, static_cast<std::int64_t>(value), {}};
  }
  if (!is_decimal_number(lexeme)) return std::nullopt;
  if (lexeme.find_first_of(".eE") == std::string_view::npos) {
    std::string& text = pool.take();
    if (negative) text = "-";
    text += lexeme;
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc() && end == text.data() + text.size())
      return Cell{CellKind::integer, value, {}};
    return Cell{CellKind::real, 0, text};
  }
  if (!negative) return Cell{CellKind::real, 0, lexeme};
  std::string& text = pool.take();
  text = "-";
  text += lexeme;
  return Cell{CellKind::real, 0, text};
}

std::optional<ExpressionFault> read_tuple(std::string_view tuple, TextPool& pool,
                                          std::vector<Cell>& cells) {
  Evaluator evaluator(tuple, pool);
  Lexer& lexer = evaluator.lexer();
  lexer.next();
  for (;;) {
    cells.push_back(evaluator.value(0));
    if (evaluator.fault()) return evaluator.fault();
    const Token after = lexer.next();
    if (after.is(',')) continue;
    if (after.is(')') && lexer.next().kind == TokenKind::end) return std::nullopt;
    return ExpressionFault{Fault::forbidden_expression,
                           "a value may not be computed: " + one_line(after.text, 40)};
  }
}

std::optional<Cell> read_literal(std::string_view text, TextPool& pool) {
  Evaluator evaluator(text, pool);
  const Cell out = evaluator.value(kMaxNesting);
  if (evaluator.fault() || evaluator.lexer().next().kind != TokenKind::end) return std::nullopt;
  return out;
}

std::optional<std::string> forbidden_call(std::string_view expression) {
  Lexer lexer(expression);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::bad) return std::string("an expression that does not end");
    if (token.is("select") || token.is("with") || token.is("raise")) return std::string(token.text);
    if (!token.is_name() || token.kind == TokenKind::string || !lexer.peek().is('(')) continue;
    const std::string name = " " + to_lower_ascii(unquoted(token)) + " ";
    if (kHarmless.find(name) != std::string_view::npos) continue;
    if (token.kind == TokenKind::word && kNoFunction.find(name) != std::string_view::npos) continue;
    return unquoted(token);
  }
  return std::nullopt;
}

}  // namespace vg::legacy
