#include "base/text.hpp"
#include "json/write.hpp"
#include "legacy/trip_parts.hpp"

namespace vg::legacy {

using json::Member;
using json::Value;

namespace {

// A text as it is, anything else as its JSON.
std::string words_of(Value value) {
  return value.is_string() ? std::string(value.text()) : json::write(value);
}

void map_object(TripWork& work, Value object, json::ArrayBuilder& out) {
  const SpreadText spread = read_spread(object);
  if (spread.units > 0) {
    work.dirt("notes_string_spread");
    work.raw_columns.emplace("notes");
    out.add_copy(spread.text);
  }
  for (const Member& member : object.members()) {
    const auto number = parse_integer(member.key);
    if (number && *number >= 0 && static_cast<std::size_t>(*number) < spread.units) continue;
    if (is_blank(member.value)) continue;
    std::string key(member.key);
    if (key == "undefined") key = "note";
    out.add_copy(key + ": " + words_of(member.value));
  }
  if (object.find("undefined") != nullptr) work.dirt("notes_undefined_key");
}

}  // namespace

Value map_notes(TripWork& work) {
  const Cell cell = work.row.cell("notes");
  const ReadJson notes = cell.is_empty() ? ReadJson{} : work.column("notes");
  json::ArrayBuilder out(work.arena);
  switch (notes.state) {
    case JsonState::blank: break;
    case JsonState::broken:
      work.dirt("notes_plain_text");
      if (cell.is_text()) out.add_copy(cell.text);
      break;
    case JsonState::raw: work.dirt("json_raw_newline", "notes"); break;
    case JsonState::scalar: work.dirt("notes_scalar"); break;
    case JsonState::good:
    case JsonState::twice: break;
  }
  if (notes.value.is_object()) {
    map_object(work, notes.value, out);
  } else if (notes.value.is_array()) {
    work.dirt("notes_list");
    for (const Value& item : notes.value.items())
      if (!is_blank(item)) out.add_copy(words_of(item));
  } else if (!is_blank(notes.value)) {
    out.add_copy(words_of(notes.value));
  }
  return out.finish();
}

}  // namespace vg::legacy
