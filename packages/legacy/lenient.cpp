#include "legacy/lenient.hpp"

#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/parse.hpp"

#include <array>
#include <optional>

namespace vg::legacy {
namespace {

using json::Value;

constexpr std::size_t kFewestUnits = 3;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The unit of `\uXXXX` at the beginning of a text.
std::optional<std::uint32_t> unit_of(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t out = 0;
  for (char c : text.substr(2, 4)) {
    if (hex_digit(c) < 0) return std::nullopt;
    out = out << 4U | static_cast<std::uint32_t>(hex_digit(c));
  }
  return out;
}

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

struct Repaired {
  std::string text;
  bool controls = false;  // were escaped
};

// Escapes control characters inside texts, and the escapes of halves of surrogate pairs.
Repaired repaired(std::string_view json) {
  constexpr std::string_view kHex = "0123456789abcdef";
  Repaired out;
  bool inside = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') inside = !inside;
    const auto code = static_cast<unsigned char>(c);
    if (inside && code < 0x20) {
      out.text.append("\\u00").append(1, kHex[code >> 4U]).append(1, kHex[code & 15U]);
      out.controls = true;
    } else if (inside && c == '\\') {
      const auto unit = unit_of(json.substr(i));
      const auto next = unit ? unit_of(json.substr(i + 6)) : std::nullopt;
      if (unit && is_high(*unit) && next && is_low(*next)) {
        out.text.append(json.substr(i, 12));
        i += 11;
        continue;
      }
      if (unit && (is_high(*unit) || is_low(*unit))) out.text += '\\';
      out.text += c;
      if (i + 1 < json.size()) out.text += json[++i];
    } else {
      out.text += c;
    }
  }
  return out;
}

ReadJson read_text(json::Arena& arena, std::string_view text) {
  if (const auto strict = json::parse(arena, text)) return {*strict, JsonState::good};
  Repaired better = repaired(text);
  const auto again = json::parse(arena, arena.copy(better.text));
  if (!again) return {{}, JsonState::broken};
  return {*again, better.controls ? JsonState::raw : JsonState::good};
}

}  // namespace

ReadJson read_json(json::Arena& arena, const Cell& cell) {
  if (cell.is_empty()) return {};
  if (cell.kind == CellKind::integer) return {Value(cell.integer), JsonState::scalar};
  if (cell.kind == CellKind::real) {
    const auto number = json::make_number(arena, cell.text);
    return number ? ReadJson{*number, JsonState::scalar} : ReadJson{{}, JsonState::broken};
  }
  if (cell.kind == CellKind::blob) return {{}, JsonState::broken};
  const ReadJson out = read_text(arena, arena.copy(cell.text));
  if (!out.value.is_string()) return out;
  const ReadJson inner = read_text(arena, out.value.text());
  if (inner.state == JsonState::broken) return out;
  return {inner.value, JsonState::twice};
}

SpreadText read_spread(Value object) {
  SpreadText out;
  std::uint32_t high = 0;
  for (;; ++out.units) {
    const Value* unit = object.find(std::to_string(out.units));
    if (unit == nullptr || !unit->is_string()) break;
    const auto half = unit->text().size() == 6 ? unit_of(unit->text()) : std::nullopt;
    if (!half && count_code_points(unit->text()) != 1) break;
    if (half && is_high(*half)) {
      high = *half;
    } else if (half && is_low(*half) && high != 0) {
      append_utf8(out.text, 0x10000 + ((high - 0xD800) << 10U) + (*half - 0xDC00));
      high = 0;
    } else {
      out.text += unit->text();
    }
  }
  return out.units >= kFewestUnits ? out : SpreadText{};
}

}  // namespace vg::legacy
