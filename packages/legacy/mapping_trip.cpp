// A row of trips_v2 as a trip document.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/write.hpp"
#include "legacy/price.hpp"
#include "legacy/trip_parts.hpp"
#include "trip/document.hpp"
#include "trip/search.hpp"

#include <algorithm>
#include <array>

namespace vg::legacy {

using json::Value;

namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
// The document may still grow by what an advisor adds.
constexpr std::size_t kRoomForLegacy = 900'000;

constexpr std::array<std::string_view, 7> kPhases = {
    "interview", "conceptualization", "planning",   "proposal",
    "revision",  "finalization",      "preparation"};

// Columns that are read into fields; all others are kept as they are.
constexpr std::string_view kRead =
    " trip_id trip_name clients schedule accommodations transportation notes start_date end_date "
    "destinations created_at updated_at ";

std::string collapsed(std::string_view text) {
  std::string out;
  for (std::string_view word : split(text, ' '))
    if (const auto part = trim(word); !part.empty())
      out.append(out.empty() ? "" : " ").append(part);
  return out;
}

bool has_word_of(std::string_view text, std::string_view word) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; ++at)
    if ((at == 0 || !is_letter(text[at - 1])) &&
        (at + word.size() == text.size() || !is_letter(text[at + word.size()])))
      return true;
  return false;
}

bool has_markup(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string_view::npos; ++at) {
    const char c = at + 1 < text.size() ? text[at + 1] : ' ';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && text.find('>', at) != std::string_view::npos) return true;
  }
  return false;
}

// UTF-8 that was once read as Latin-1.
bool is_mojibake(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('\xC3', at)) != std::string_view::npos; ++at)
    if (text.substr(at).starts_with("\xC3\x82\xC2") || text.substr(at).starts_with("\xC3\x83\xC2"))
      return true;
  return false;
}

void judge_texts(TripWork& work) {
  bool markup = false;
  bool mojibake = false;
  for (const Cell& cell : work.row.cells) {
    if (!cell.is_text()) continue;
    markup = markup || has_markup(cell.text);
    mojibake = mojibake || is_mojibake(cell.text);
  }
  if (markup) work.dirt("html_in_text");
  if (mojibake) work.dirt("mojibake");
}

void judge_name(TripWork& work, std::string_view raw, const std::string& name) {
  if (raw != name) {
    work.dirt("trip_name_padded");
    work.raw_columns.emplace("trip_name");
  }
  const std::string lower = to_lower_ascii(name);
  for (std::string_view word : {"test", "audit", "validation"}) {
    if (!has_word_of(lower, word)) continue;
    work.dirt("suspected_test_trip");
    break;
  }
  work.findings.same("trip_same_name", "trips_v2", lower, work.key);
  const std::string_view slug = work.row.text("trip_slug");
  if (work.row.cell("trip_slug").is_null() && work.row.table->find("trip_slug"))
    work.dirt("slug_null");
  if (!slug.empty()) work.findings.same("trip_same_slug", "trips_v2", slug, work.key);
}

// Where the work stood, as the product says it; nothing for a word that it does not know.
std::string_view phase_of(TripWork& work) {
  const ReadJson state =
      work.row.cell("workflow_state").is_empty() ? ReadJson{} : work.column("workflow_state");
  std::string_view phase;
  if (state.state == JsonState::blank && work.row.table->find("workflow_state")) {
    work.dirt("workflow_state_null");
  } else if (state.state != JsonState::blank) {
    phase = state.value.get_text("current_phase");
    if (phase.empty()) {
      work.dirt("workflow_state_no_phase");
    } else if (std::ranges::find(kPhases, phase) == kPhases.end()) {
      work.dirt("workflow_state_unknown_phase");
    }
  }
  const std::string_view status = work.row.text("status");
  if (status == "confirmed") return "confirmed";
  if (status == "in_progress") return "active";
  if (status == "completed") return "past";
  if (status == "cancelled") return "cancelled";
  if (phase == "interview" || phase == "conceptualization") return "discovery";
  if (phase == "proposal" || phase == "revision") return "proposal";
  return status == "planning" ? "planning" : std::string_view();
}

Value text_or_null(TripWork& work, std::string_view column) {
  const Cell cell = work.row.cell(column);
  return cell.is_null() ? Value() : Value(work.arena.copy(to_text(cell)));
}

Value map_meta(TripWork& work, const People& people) {
  json::Arena& arena = work.arena;
  Item meta(arena, {});
  const std::string_view raw = work.row.text("trip_name");
  const std::string name = collapsed(raw);
  judge_name(work, raw, name);
  meta.put("tripId", Value(arena.copy(work.key))).put("title", Value(arena.copy(name)));
  meta.put("clientName", Value(arena.copy(people.client_name)));
  const Value places = text_or_null(work, "destinations");
  meta.put("destination", places);
  json::ArrayBuilder list(arena);
  for (std::string_view place : split(places.text(), ','))
    if (!trim(place).empty()) list.add(Value(trim(place)));
  if (list.size() > 1) meta.put("destinations", list.finish());
  meta.put("phase", Value(phase_of(work))).put("status", text_or_null(work, "status"));
  meta.put("createdAt", text_or_null(work, "created_at"));
  meta.put("lastModified", text_or_null(work, "updated_at"));
  Item publish(arena, {});
  publish.put("slug", text_or_null(work, "trip_slug"));
  publish.put("lastPublishedAt", text_or_null(work, "last_published"));
  const std::string_view category = work.row.text("dashboard_status");
  if (category != "no_sale") publish.put("category", Value(category));
  return meta.put("publish", publish.finish()).finish();
}

Value map_dates(TripWork& work) {
  Item out(work.arena, {});
  std::string notes;
  std::optional<Date> start;
  std::string_view unread;
  for (const auto& [column, field] :
       {std::pair("start_date", "start"), std::pair("end_date", "end")}) {
    const Value text = text_or_null(work, column);
    const auto date = parse_date(text.text());
    if (date) {
      out.put(field, text);
      if (start && *date < *start) work.dirt("trip_dates_reversed");
      start = date;
      continue;
    }
    unread = column;
    if (!is_blank(text))
      notes += (notes.empty() ? "" : "; ") + std::string(field) + ": " + std::string(text.text());
  }
  if (!unread.empty()) work.dirt("trip_date_invalid", unread);
  return out.put("notes", Value(work.arena.copy(notes))).finish();
}

Value put_together(TripWork& work, const People& people) {
  Item out(work.arena, {});
  out.put("meta", map_meta(work, people)).put("dates", map_dates(work));
  out.put("travelers", people.travelers).put("itinerary", map_days(work));
  out.put("lodging", map_stays(work));
  const Transport transport = map_transport(work);
  if (!is_blank(transport.legs))
    out.put("flights", json::ObjectBuilder(work.arena).add("legs", transport.legs).finish());
  out.put("transfers", transport.transfers).put("budget", map_budget(work));
  const ReadJson documents =
      work.row.cell("documents").is_empty() ? ReadJson{} : work.column("documents");
  if (!is_blank(documents.value)) {
    work.raw_columns.emplace("documents");
    if (documents.value.is_array()) out.put("documents", documents.value);
  }
  return out.put("notes", map_notes(work)).finish();
}

bool is_read(TripWork& work, const Column& column) {
  return kRead.find(" " + to_lower_ascii(column.name) + " ") != std::string_view::npos &&
         !work.raw_columns.contains(column.name);
}

bool says_nothing(const Cell& cell) {
  return cell.is_empty() || cell.text == "[]" || cell.text == "{}";
}

// The columns that are kept as they are; what is too large for the document goes to `overflow`.
Value legacy_of(TripWork& work, std::size_t used, MappedTrip& out) {
  json::ObjectBuilder columns(work.arena);
  const Table& table = *work.row.table;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Cell& cell = work.row.cells[i];
    if (says_nothing(cell) || is_read(work, table.columns[i])) continue;
    used += cell.text.size() + 64;
    if (used > kRoomForLegacy) {
      used -= cell.text.size();
      out.overflow.emplace_back(table.columns[i].name, to_text(cell));
    } else {
      columns.add(table.columns[i].name, cell_value(work.arena, cell));
    }
  }
  json::ObjectBuilder legacy(work.arena);
  legacy.add_copy("source", work.source.name).add_copy("key", work.key);
  if (!columns.empty()) legacy.add("columns", columns.finish());
  if (!work.aside.empty()) legacy.add("set_aside", work.aside.finish());
  return legacy.finish();
}

void tell_counts(TripWork& work) {
  const TripCounts& counts = work.counts;
  Findings& told = work.findings;
  told.add(Count::trips);
  told.add(Count::raw_days, counts.days_raw);
  told.add(Count::days, counts.days);
  told.add(Count::raw_activities, counts.activities_raw);
  told.add(Count::activities, counts.activities);
  told.add(Count::raw_accommodations, counts.accommodations_raw);
  told.add(Count::accommodations, counts.accommodations);
  told.add(Count::raw_transport_items, counts.transport_raw);
  told.add(Count::transport_items, counts.transport);
  told.add(Count::traveller_links, counts.links);
  told.add(Count::traveller_links_unresolved, counts.unlinked);
  told.trip(work.key, counts);
}

// With the private place of the import as its last member.
Value with_legacy(json::Arena& arena, Value stored, Value legacy) {
  json::ObjectBuilder out(arena);
  Value unread;
  json::ObjectBuilder secret(arena);
  for (const json::Member& member : stored.members()) {
    if (member.key == "_private") {
      for (const json::Member& inner : member.value.members()) secret.add(inner.key, inner.value);
    } else if (member.key == "_unread") {
      unread = member.value;
    } else {
      out.add(member.key, member.value);
    }
  }
  out.add("_private", secret.set("legacy", legacy).finish());
  if (!unread.is_null()) out.add("_unread", unread);
  return out.finish();
}

void store(json::Arena& arena, Value document, MappedTrip& out) {
  out.document = json::write(document);
  const Value search = trip::search_index(arena, document);
  out.search = json::write(search);
  out.terms = json::write(trip::search_terms(arena, search));
}

// Of a document that is too large only its head is left; the columns go to `overflow`.
Value head_of(json::Arena& arena, Value raw) {
  json::ObjectBuilder out(arena);
  for (std::string_view part : {"meta", "dates"})
    if (const Value* value = raw.find(part)) out.add(part, *value);
  const auto reading = trip::read_document(arena, out.finish(), trip::OnInvalid::keep);
  return reading ? reading->stored : Value();
}

}  // namespace

std::string trip_id_of(std::string_view source, std::string_view key,
                       std::optional<Instant> created) {
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, created ? created->ms : 0));
  std::string out = "t_";
  for (int shift = 45; shift >= 10; shift -= 5) out += kAlphabet[ms >> shift & 31U];
  const std::string name = std::string(source) + "\ntrips_v2\n" + std::string(key);
  return out + to_base32(sha256(name)).substr(0, 8);
}

MappedTrip map_trip(const Row& row, Source& source, Findings& findings) {
  json::Arena arena(64 * 1024);
  TripWork work{arena, row, source, findings, row.key()};
  MappedTrip out;
  out.key = work.key;
  out.id = trip_id_of(source.name, work.key, read_timestamp(to_text(row.cell("created_at"))));
  out.updated = read_timestamp(to_text(row.cell("updated_at")));
  judge_texts(work);
  const People people = map_people(work);
  out.client_id = people.client_id;
  const Value raw = put_together(work, people);
  tell_counts(work);
  const auto reading = trip::read_document(arena, raw, trip::OnInvalid::keep);
  if (!reading)
    for (const Column& column : row.table->columns) work.raw_columns.emplace(column.name);
  const Value stored = reading ? reading->stored : head_of(arena, raw);
  const std::size_t used = json::write(stored).size() + 2'000;
  store(arena, with_legacy(arena, stored, legacy_of(work, used, out)), out);
  const Value offers = map_offers(work);
  if (!offers.is_null()) out.offers = json::write(offers);
  return out;
}

MappedTrip map_document(Value document, std::string_view file, std::string_view source) {
  json::Arena arena(64 * 1024);
  MappedTrip out;
  const std::string_view own = document.get("meta").get_text("tripId");
  out.key = own.empty() ? file : own;
  out.id = trip_id_of(source, "file\n" + out.key,
                      read_timestamp(document.get("meta").get_text("createdAt")));
  const auto reading = trip::read_document(arena, document, trip::OnInvalid::keep);
  if (reading) store(arena, reading->stored, out);
  return out;
}

}  // namespace vg::legacy
