// Rows as JSON, and the rows of clients_v2 as one client.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "legacy/trip_parts.hpp"
#include "trip/search.hpp"

#include <algorithm>

namespace vg::legacy {

using json::Member;
using json::Value;

bool is_address(std::string_view email) {
  email = trim(email);
  const std::size_t at = email.find('@');
  if (at == 0 || at == std::string_view::npos ||
      email.find('@', at + 1) != std::string_view::npos ||
      email.find_first_of(" \t\r\n") != std::string_view::npos)
    return false;
  const std::size_t dot = email.rfind('.');
  return dot != std::string_view::npos && dot > at + 1 && dot + 1 < email.size();
}

std::string lower_trimmed(std::string_view text) {
  return to_lower_ascii(trim(text));
}

Value cell_value(json::Arena& arena, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::null: return {};
    case CellKind::integer: return Value(cell.integer);
    case CellKind::text: return Value(arena.copy(cell.text));
    case CellKind::blob: {
      const std::span bytes(reinterpret_cast<const std::uint8_t*>(cell.text.data()),
                            cell.text.size());
      return json::ObjectBuilder(arena).add_copy("blob", to_hex(bytes)).finish();
    }
    case CellKind::real:
      if (cell.text.size() < json::kMaxNumberLength) {
        std::string text(cell.text);
        if (text.starts_with('.')) text.insert(0, "0");
        if (text.starts_with("-.")) text.insert(1, "0");
        if (const auto parsed = json::parse(arena, arena.copy(text)); parsed && parsed->is_number())
          return *parsed;
      }
      return json::ObjectBuilder(arena).add_copy("real", cell.text).finish();
  }
  return {};
}

std::string cells_json(const Row& row) {
  std::string out = "{";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (cell.is_null()) continue;
    if (out.size() > 1) out += ',';
    json::append_quoted(out, row.table->columns[i].name);
    out += ':';
    if (cell.kind == CellKind::integer) {
      out += std::to_string(cell.integer);
    } else if (cell.is_text()) {
      json::append_quoted(out, cell.text);
    } else {
      json::Arena arena(256);
      json::append(out, cell_value(arena, cell));
    }
  }
  out += '}';
  return out;
}

std::string client_id_of(std::string_view source, std::string_view key) {
  const std::string name = std::string(source) + "\nclients_v2\n" + std::string(key);
  return "c_" + to_base32(sha256(name)).substr(0, 16);
}

namespace {

// A number as its digits.
Value as_text(json::Arena& arena, Value value) {
  return value.is_number() ? Value(arena.copy(json::write(value))) : value;
}

Value column_of(json::Arena& arena, Value row, std::string_view name) {
  const Value raw = row.get(name);
  return raw.is_string() ? read_json(arena, Cell{CellKind::text, 0, raw.text()}).value : raw;
}

struct Gathered {
  Value name, email, phone, address, preferences, documents;
};

void fill(Value& gap, Value value) {
  if (is_blank(gap)) gap = value;
}

void gather(json::Arena& arena, Value row, Gathered& out) {
  fill(out.name, row.get("full_name"));
  const Value contact = column_of(arena, row, "contact_info");
  fill(out.phone, as_text(arena, contact.get("phone")));
  fill(out.address, as_text(arena, contact.get("address")));
  fill(out.preferences, column_of(arena, row, "preferences"));
  json::ObjectBuilder documents(arena);
  const Value papers = column_of(arena, row, "travel_docs");
  for (const Member& member : papers.members())
    if (!is_blank(member.value)) documents.add(member.key, member.value);
  const Value loyalty = column_of(arena, row, "loyalty_programs");
  if (!is_blank(loyalty)) documents.set("loyalty_programs", loyalty);
  if (!documents.empty()) fill(out.documents, documents.finish());
}

}  // namespace

MappedClient map_client(const std::string& id, const std::vector<std::string>& rows) {
  json::Arena arena(32 * 1024);
  Gathered found;
  json::ArrayBuilder kept(arena);
  MappedClient out{
      .id = id, .name_key = {}, .email_key = {}, .document = {}, .search = {}, .terms = {}};
  std::size_t used = 0;
  for (const std::string& text : rows) {
    const auto row = json::parse(arena, text);
    if (!row) continue;
    const std::string_view email = row->get_text("email");
    if (out.email_key.empty() && is_address(email)) out.email_key = lower_trimmed(email);
    gather(arena, *row, found);
    used += text.size();
    if (used < 40'000) {
      kept.add(*row);
    } else {
      out.complete = false;
    }
  }
  if (json::write(found.preferences).size() > 15'000) found.preferences = {};
  if (json::write(found.documents).size() > 15'000) found.documents = {};
  Item client(arena, {});
  client.put("name", found.name).put("email", Value(out.email_key)).put("phone", found.phone);
  client.put("address", found.address);
  if (found.preferences.is_object()) client.put("preferences", found.preferences);
  client.put("documents", found.documents);
  if (!kept.empty())
    client.put_private("legacy", json::ObjectBuilder(arena).add("rows", kept.finish()).finish());
  out.name_key = fold(found.name.text());
  if (!out.name_key.empty()) out.search = " " + out.name_key;
  const Value index = json::ObjectBuilder(arena).add("client", Value(out.search)).finish();
  out.terms = json::write(trip::search_terms(arena, index));
  out.document = json::write(client.finish());
  return out;
}

}  // namespace vg::legacy
