#include "tests/faults/ledger.hpp"

#include "app/fold.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/sqlite/connection.hpp"
#include "store/statements.hpp"

#include <algorithm>
#include <set>

namespace vg::faults {
namespace {

Error broken(std::string what) {
  return {ErrorCode::conflict, std::move(what), {}};
}

// The ids of the trips that a search finds.
Result<std::vector<std::string>> find(sqlite::Database& database, Caller& caller,
                                      std::string_view word) {
  const Answer answer =
      caller.call(database, {"find_trips", R"({"query":")" + std::string(word) + "\"}"});
  if (!answer.ok) return answer.error;
  json::Arena arena;
  VG_TRY(const json::Value data, json::parse(arena, answer.data));
  std::vector<std::string> ids;
  for (const json::Value& trip : data.get("trips").items())
    ids.emplace_back(trip.get_text("trip_id"));
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "nothing" : out;
}

// The document of a version, folded from its events, as bytes.
Result<std::string> folded(sqlite::Database& database, Caller& caller, const std::string& trip_id,
                           std::int64_t version) {
  const Context context = caller.context();
  store::Batch batch;
  batch.add(store::kSelectEvents, context, {store::cell(trip_id), version});
  VG_TRY(const store::Rows rows, database.run(std::move(batch)));
  json::Arena arena;
  VG_TRY(const json::Value document, app::fold_events(arena, rows[0]));
  return json::write(document);
}

std::string words_of(const Entry& entry, std::size_t i) {
  return "write " + std::to_string(i) + " (" + entry.write.word + ")";
}

}  // namespace

Ledger::Ledger(const std::vector<Write>& writes) {
  for (const Write& write : writes) entries_.push_back({.write = write});
}

bool Ledger::can_send(std::size_t i) const {
  const Write& write = entries_[i].write;
  return write.kind == WriteKind::create || trip_ids_.contains(write.trip);
}

Request Ledger::request(std::size_t i) const {
  return request_of(entries_[i].write, trip_id(i));
}

std::string Ledger::trip_id(std::size_t i) const {
  const auto id = trip_ids_.find(entries_[i].write.trip);
  return id == trip_ids_.end() ? std::string() : id->second;
}

bool Ledger::is_nothing_to_restore(const Entry& entry, const Error& error) const {
  if (entry.write.kind != WriteKind::restore || error.code != ErrorCode::invalid) return false;
  return std::ranges::none_of(entries_, [&](const Entry& other) {
    return other.write.trip == entry.write.trip && other.fate == Fate::acknowledged &&
           other.version > entry.write.version;
  });
}

void Ledger::acknowledge(std::size_t i, std::int64_t version, const std::string& trip_id) {
  entries_[i].fate = Fate::acknowledged;
  entries_[i].version = version;
  trip_ids_[entries_[i].write.trip] = trip_id;
}

Status Ledger::note(std::size_t i, const Answer& answer) {
  Entry& entry = entries_[i];
  if (!answer.ok) {
    if (is_nothing_to_restore(entry, answer.error)) return Done{};
    if (answer.error.code != ErrorCode::unavailable)
      return broken(words_of(entry, i) + " is answered with " +
                    std::string(name_of(answer.error.code)) + ": " + describe(answer.error));
    if (entry.fate == Fate::unsent) entry.fate = Fate::unknown;
    return Done{};
  }
  const bool duplicate = answer.text_at("status") == "duplicate";
  std::int64_t version = answer.number_at("version");
  if (duplicate && entry.write.kind != WriteKind::create) version = answer.number_at("applied_as");
  if (duplicate && entry.fate == Fate::unsent)
    return broken(words_of(entry, i) + " was never sent and is answered as a duplicate");
  if (!duplicate && entry.fate == Fate::acknowledged)
    return broken(words_of(entry, i) + " was acknowledged and is applied once more");
  if (entry.version != 0 && version != 0 && version != entry.version)
    return broken(words_of(entry, i) + " was version " + std::to_string(entry.version) +
                  " and is version " + std::to_string(version) + " now");
  entry.fate = Fate::acknowledged;
  if (version != 0) entry.version = version;
  if (entry.write.kind == WriteKind::create) {
    const std::string id = answer.text_at("trip_id");
    const auto known = trip_ids_.try_emplace(entry.write.trip, id).first;
    if (known->second != id)
      return broken(words_of(entry, i) + " made two trips, " + known->second + " and " + id);
  }
  return Done{};
}

Result<Ledger::Trip> Ledger::read_trip(sqlite::Database& database, Caller& caller,
                                       std::size_t number) {
  Trip trip;
  if (const auto known = trip_ids_.find(number); known != trip_ids_.end()) {
    trip.id = known->second;
  } else {
    // The answer to its creation was lost: then it has the title that it was created with.
    const auto create = std::ranges::find_if(entries_, [&](const Entry& entry) {
      return entry.write.trip == number && entry.write.kind == WriteKind::create;
    });
    VG_TRY(const std::vector<std::string> ids, find(database, caller, create->write.word));
    if (ids.size() > 1) return broken("trip " + std::to_string(number) + " is there twice");
    if (ids.empty()) return trip;
    trip.id = ids[0];
  }
  const Context context = caller.context();
  store::Batch batch;
  batch.add(store::kSelectTrip, context, {store::cell(trip.id)});
  VG_TRY(const store::Rows rows, database.run(std::move(batch)));
  if (rows[0].empty()) return trip;
  const std::int64_t newest = rows[0].integer(0, 0);
  for (std::int64_t version = 1; version <= newest; ++version) {
    VG_TRY(const std::string document, folded(database, caller, trip.id, version));
    if (version == newest && document != rows[0].text(0, 1))
      return broken("the document of " + trip.id + " is not the fold of its events: " +
                    std::string(rows[0].text(0, 1)) + " is not " + document);
    VG_TRY(Content content, read_content(document));
    trip.versions.push_back(std::move(content));
  }
  return trip;
}

Status Ledger::attribute(const Trip& trip, std::size_t number, std::vector<bool>& there) const {
  const std::span<const Content> versions = trip.versions;
  for (std::size_t v = 0; v < versions.size(); ++v) {
    const auto version = static_cast<std::int64_t>(v + 1);
    std::size_t best = entries_.size();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      if (entry.write.trip != number || there[i] || entry.fate == Fate::unsent) continue;
      if (entry.version != 0 && entry.version != version) continue;
      if (content_after(entry.write, versions.first(v)) != versions[v]) continue;
      if (best == entries_.size() || entry.version == version) best = i;
    }
    if (best == entries_.size())
      return broken("version " + std::to_string(version) + " of " + trip.id +
                    " is what no write that was sent makes: " + to_words(versions[v]));
    there[best] = true;
  }
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].write.trip == number && entries_[i].fate == Fate::acknowledged && !there[i])
      return broken(words_of(entries_[i], i) + " was acknowledged as version " +
                    std::to_string(entries_[i].version) + " of trip " + std::to_string(number) +
                    " and is not there");
  return Done{};
}

Status Ledger::check_lists(sqlite::Database& database, Caller& caller, const Trip& trip,
                           std::size_t number, const std::vector<bool>& there) const {
  VG_TRY(const std::vector<std::string> ids, find(database, caller, trip.versions.back().title));
  if (ids != std::vector{trip.id})
    return broken("a search for the title of " + trip.id + " finds " + joined(ids));
  std::int64_t offers = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].write.trip == number && entries_[i].write.kind == WriteKind::options &&
        there[i])
      offers += kOffersPerWrite;
  const Answer answer =
      caller.call(database, {"recommend_options", R"({"trip_id":")" + trip.id + "\"}"});
  if (!answer.ok && answer.error.code == ErrorCode::unavailable) return answer.error;
  if (!answer.ok && (offers != 0 || answer.error.code != ErrorCode::not_found))
    return broken("the offers of " + trip.id + " cannot be read: " + describe(answer.error));
  if (answer.ok && answer.number_at("considered") != offers)
    return broken(trip.id + " has " + std::to_string(answer.number_at("considered")) +
                  " offers in place of " + std::to_string(offers));
  return Done{};
}

Result<std::vector<bool>> Ledger::examine(sqlite::Database& database, Caller& caller) {
  std::vector<bool> there(entries_.size());
  std::set<std::size_t> numbers;
  for (const Entry& entry : entries_) numbers.insert(entry.write.trip);
  for (const std::size_t number : numbers) {
    VG_TRY(const Trip trip, read_trip(database, caller, number));
    VG_CHECK(attribute(trip, number, there));
    if (!trip.versions.empty()) VG_CHECK(check_lists(database, caller, trip, number, there));
  }
  return there;
}

Counts counts_of(const Ledger& ledger, const std::vector<bool>& there) {
  Counts out;
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (!there[i]) continue;
    ++out.requests;
    if (ledger[i].write.kind == WriteKind::create) ++out.clients;
  }
  return out;
}

Status check_file(const std::string& path, const Counts& expected) {
  VG_TRY(const auto connection, sqlite::Connection::open(path, sqlite::Durability::fast));
  VG_TRY(const std::string sound, connection->ask("PRAGMA integrity_check"));
  if (sound != "ok") return broken("the file is not sound: " + sound);
  VG_TRY(const std::string found,
         connection->ask("SELECT (SELECT count(*) FROM request) || ' requests, ' || (SELECT "
                         "count(*) FROM client) || ' clients, ' || (SELECT count(*) FROM token) || "
                         "' tokens'"));
  const std::string wanted = std::to_string(expected.requests) + " requests, " +
                             std::to_string(expected.clients) + " clients, 0 tokens";
  if (found != wanted) return broken("the file has " + found + " in place of " + wanted);
  return Done{};
}

}  // namespace vg::faults
