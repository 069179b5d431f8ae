// One value of a dump, exactly as it stands there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::legacy {

enum class CellKind : std::uint8_t { null, integer, real, text, blob };

// A view; what it looks at says how long it lives. Numbers are never rounded: a real keeps its
// digits, and an integer beyond 64 bits is a real.
struct Cell {
  CellKind kind = CellKind::null;
  std::int64_t integer = 0;
  std::string_view text;  // of a text its characters, of a blob its bytes, of a real its digits

  bool is_null() const { return kind == CellKind::null; }
  bool is_text() const { return kind == CellKind::text; }
  bool is_number() const { return kind == CellKind::integer || kind == CellKind::real; }
  // Null, or a text without characters.
  bool is_empty() const { return is_null() || (is_text() && text.empty()); }
  bool operator==(const Cell&) const = default;
};

// As SQLite writes it where text is wanted; nothing for null, the bytes of a blob.
inline std::string to_text(const Cell& cell) {
  return cell.kind == CellKind::integer ? std::to_string(cell.integer) : std::string(cell.text);
}

}  // namespace vg::legacy
