#include "tests/plans/documents.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "tests/support/files.hpp"
#include "trip/document.hpp"
#include "trip/offers.hpp"

#include <array>

namespace vg::plans {
namespace {

using json::Value;

constexpr std::array<std::string_view, 7> kBases = {
    "01-city-break-3n", "02-multi-country-14d", "03-med-cruise",     "05-safari",
    "07-honeymoon",     "08-road-trip",         "14-decisions-board"};

constexpr std::array<std::string_view, 24> kDestinations = {
    "Lisbon",  "Porto",     "Madeira",  "Seville", "Granada",   "Provence",
    "Corsica", "Venice",    "Puglia",   "Sicily",  "Crete",     "Cyclades",
    "Istria",  "Dalmatia",  "Iceland",  "Lofoten", "Stockholm", "Edinburgh",
    "Ireland", "Marrakech", "Zanzibar", "Kyoto",   "東京都",    "Patagonia"};
constexpr std::array<std::string_view, 16> kThemes = {
    "Honeymoon", "Family summer", "Wine and walks", "Anniversary",      "Grand tour",  "City break",
    "Safari",    "Cruise",        "Christmas",      "Cycling",          "Slow trains", "Gardens",
    "Food tour", "Island week",   "Ski week",       "Three generations"};
constexpr std::array<std::string_view, 20> kFirstNames = {
    "Ann",   "Ben",  "Clara", "Dev",  "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas",
    "Keiko", "Lars", "Mira",  "Noah", "Olga", "Pavel", "Quinn", "Rosa", "Sven", "Zoë"};
constexpr std::array<std::string_view, 25> kLastNames = {
    "Abara",  "Bianchi", "Castro", "Dubois",  "Eriksen", "Ferreira", "Gruber", "Hollis", "Ito",
    "Jansen", "Kowal",   "Lindt",  "Marlowe", "Novak",   "Okafor",   "Petit",  "Quill",  "Rossi",
    "Smith",  "Tanaka",  "Ueda",   "Vogel",   "Weber",   "Yilmaz",   "Zhang"};
constexpr std::array<std::string_view, 12> kHouses = {
    "Casa do Largo", "Grand Hotel", "Villa Aurora", "Harbour Inn",  "Riad Safran",   "Palais Royal",
    "Old Mill",      "Sea View",    "Mountain Hut", "Garden Lodge", "Station Hotel", "Les Pins"};

constexpr std::size_t kHeavyBytes = 60'000;

template <std::size_t N>
std::string_view one_of(const std::array<std::string_view, N>& words, std::uint64_t number) {
  return words[number % N];
}

// The members that the facts decide, as a merge patch of any document.
Value head(json::Arena& arena, const Facts& facts) {
  json::ObjectBuilder meta(arena);
  meta.add_copy("title", facts.title)
      .add_copy("destination", facts.destination)
      .add_copy("phase", facts.phase)
      .add("currency", Value("EUR"));
  const auto text_or_null = [&](std::string_view text) {
    return text.empty() ? Value() : Value(arena.copy(text));
  };
  meta.add("clientName", text_or_null(facts.client_name))
      .add("clientId", text_or_null(facts.client_id))
      .add("holdDate", facts.held ? text_or_null(to_iso(facts.hold)) : Value());
  if (facts.archived) meta.add("isArchived", Value(true));
  json::ObjectBuilder dates(arena);
  dates.add_copy("start", to_iso(facts.start)).add_copy("end", to_iso(facts.end));
  return json::ObjectBuilder(arena)
      .add("meta", meta.finish())
      .add("dates", dates.finish())
      .finish();
}

Value house(json::Arena& arena, std::uint64_t number, const Facts& facts) {
  return json::ObjectBuilder(arena)
      .add("name", Value(one_of(kHouses, number)))
      .add_copy("location", facts.destination)
      .add("stars", Value(std::int64_t(3 + number % 3)))
      .finish();
}

Value small(json::Arena& arena, std::uint64_t number, const Facts& facts) {
  json::ArrayBuilder lodging(arena);
  json::ArrayBuilder days(arena);
  for (std::uint64_t i = 0; i < 3; ++i) {
    lodging.add(house(arena, drawn(number, 50 + i), facts));
    days.add(json::ObjectBuilder(arena)
                 .add_copy("date", to_iso(Date{facts.start.days + static_cast<std::int32_t>(i)}))
                 .add_copy("title", "Day " + std::to_string(i + 1) + " in " + facts.destination)
                 .finish());
  }
  json::ObjectBuilder out(arena);
  out.add("lodging", lodging.finish()).add("itinerary", days.finish());
  return out.finish();
}

Value stored(json::Arena& arena, Value raw) {
  auto reading = trip::read_document(arena, raw, trip::OnInvalid::keep);
  VG_ASSERT(reading.has_value());
  return reading->stored;
}

}  // namespace

std::uint64_t drawn(std::uint64_t number, std::uint64_t purpose) {
  // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
  std::uint64_t z = (number + 1) * 0x9E3779B97F4A7C15U + purpose * 0xD1B54A32D192ED03U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

Documents::Documents(const std::string& sources) : arena_(256 * 1024) {
  for (std::string_view name : kBases) {
    const std::string text =
        test::read_file(sources, "tests/data/trips/" + std::string(name) + ".json");
    const auto raw = json::parse(arena_, arena_.copy(text));
    VG_ASSERT(raw.has_value());
    bases_.push_back(stored(arena_, *raw));
  }
}

Value Documents::make(json::Arena& arena, std::uint64_t number, const Facts& facts,
                      Bulk bulk) const {
  if (bulk == Bulk::small)
    return stored(arena, json::merge_patch(arena, small(arena, number, facts), head(arena, facts)));
  const Value usual = json::merge_patch(arena, bases_[number % bases_.size()], head(arena, facts));
  if (bulk == Bulk::usual) return usual;
  const std::size_t missing = kHeavyBytes - json::write(usual).size();
  std::string text;
  for (std::uint64_t i = 0; text.size() < missing; ++i)
    text.append(one_of(kThemes, drawn(number, 900 + i)))
        .append(" in ")
        .append(one_of(kDestinations, drawn(i, number)))
        .append(". ");
  const Value more = json::ObjectBuilder(arena).add_copy("research", text).finish();
  return json::merge_patch(arena, usual, more);
}

std::string_view destination(std::uint64_t number) {
  return one_of(kDestinations, number);
}
std::string title(std::uint64_t number) {
  return std::string(one_of(kThemes, number)) + ", " +
         std::string(one_of(kDestinations, number / 7));
}
std::string person(std::uint64_t number) {
  return std::string(one_of(kFirstNames, number)) + " " +
         std::string(one_of(kLastNames, number / kFirstNames.size()));
}

std::string offers(int count) {
  json::Arena arena(256 * 1024);
  json::ArrayBuilder list(arena);
  for (int i = 0; i < count; ++i) {
    const std::string name = std::string(kHouses[static_cast<std::size_t>(i) % kHouses.size()]) +
                             " " + std::to_string(i);
    list.add(json::ObjectBuilder(arena)
                 .add_copy("name", name)
                 .add("city", Value("Lisbon"))
                 .add("price", Value(std::int64_t{150 + 3 * i}))
                 .add("rating", Value(std::int64_t{6 + i % 4}))
                 .add("stars", Value(std::int64_t{3 + i % 3}))
                 .finish());
  }
  const auto read = trip::read_offers(arena, list.finish(),
                                      {.currency = Currency::from_code("EUR"),
                                       .site = "bedbank",
                                       .captured_at = "2027-01-14T09:00:00Z"});
  VG_ASSERT(read.has_value());
  return json::write(read->offers);
}

}  // namespace vg::plans
