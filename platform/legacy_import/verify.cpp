#include "platform/legacy_import/verify.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/legacy_import/documents.hpp"
#include "store/statements.hpp"

#include <set>

namespace vg::legacy_import {

using json::Value;
using store::cell;

namespace {

constexpr std::size_t kTogether = 500;
constexpr std::size_t kBytesTogether = 3'000'000;
constexpr std::size_t kShown = 1'000;

std::string short_hash(std::string_view text) {
  return to_hex(sha256(text)).substr(0, 12);
}

// A part of a document in a few words: how many entries, and the hash of its content.
std::string words_of(Value part) {
  if (part.is_null()) return "nothing";
  const auto n = std::ssize(part.members()) + std::ssize(part.items());
  const std::string hash = short_hash(json::write_sorted(part));
  return part.is_object() || part.is_array() ? count_of(n, "entry", "entries") + ", hash " + hash
                                             : "hash " + hash;
}

void sum_up(Value value, std::map<std::string, std::int64_t, std::less<>>& sums) {
  const Value minor = value.get("minor");
  if (minor.is(json::Kind::integer))
    sums[std::string(value.get_text("currency"))] += minor.integer();
  for (const json::Member& member : value.members()) sum_up(member.value, sums);
  for (const Value& item : value.items()) sum_up(item, sums);
}

}  // namespace

void VerifyTarget::differ(std::string subject, std::string fact, std::string source,
                          std::string target) {
  ++out_.difference_count;
  if (out_.differences.size() < kShown)
    out_.differences.push_back(
        {std::move(subject), std::move(fact), std::move(source), std::move(target)});
}

Status VerifyTarget::client(const Spill::ClientRows& rows, legacy::MappedClient client,
                            Spill& spill) {
  ++out_.clients;
  ++out_.facts;
  json::Arena arena;
  const Value asked = json::ObjectBuilder(arena)
                          .add("id", Value(client.id))
                          .add("email", Value(client.email_key))
                          .finish();
  store::Batch batch;
  batch.add(store::kImportedClients, context_,
            {cell(json::write(json::ArrayBuilder(arena).add(asked).finish()))});
  VG_TRY(const store::Rows found, database_.run(std::move(batch)));
  const store::ResultSet& row = found[0];
  const std::string subject = "clients_v2 " + rows.keys.front() + " (" + client.id + ")";
  const bool there = row.integer(0, 1) != 0;
  const std::string other(row.text(0, 2));
  if (there) {
    const auto here = json::parse(arena, row.text(0, 3));
    const auto said = json::parse(arena, client.document);
    if (!here || !said || !(*here == *said))
      differ(subject, "client", "hash " + short_hash(client.document),
             "hash " + short_hash(row.text(0, 3)));
  } else if (other.empty()) {
    differ(subject, "missing", "1 client", "none");
  } else {
    spill.redirect(client.id, other);
  }
  if (!there || !client.complete)
    for (std::size_t i = 0; !(there && client.complete) && i < rows.rows.size(); ++i)
      if (there || !other.empty())
        VG_CHECK(keep({"clients_v2", rows.keys[i], there ? client.id : other, rows.rows[i], {}}));
  return Done{};
}

Status VerifyTarget::trip(legacy::MappedTrip trip) {
  bytes_ += trip.document.size();
  trips_.push_back(std::move(trip));
  return trips_.size() < kTogether && bytes_ < kBytesTogether ? Status(Done{}) : compare_trips();
}

Status VerifyTarget::keep(KeptRow row) {
  if (!rows_.empty() && rows_.front().origin != row.origin) VG_CHECK(compare_rows());
  bytes_ += row.cells.size();
  rows_.push_back(std::move(row));
  return rows_.size() < kTogether && bytes_ < kBytesTogether ? Status(Done{}) : compare_rows();
}

Status VerifyTarget::finish() {
  VG_CHECK(compare_trips());
  return compare_rows();
}

Status VerifyTarget::compare_trips() {
  json::Arena arena;
  json::ArrayBuilder ids(arena);
  for (const legacy::MappedTrip& trip : trips_) ids.add(Value(trip.id));
  store::Batch batch;
  batch.add(store::kImportedTrips, context_, {cell(json::write(ids.finish())), std::int64_t{1}});
  VG_TRY(const store::Rows rows, database_.run(std::move(batch)));
  std::map<std::string_view, std::size_t> here;
  for (std::size_t i = 0; i < rows[0].size(); ++i) here[rows[0].text(i, 0)] = i;
  for (const legacy::MappedTrip& trip : trips_) {
    ++out_.trips;
    const auto found = here.find(trip.id);
    if (found == here.end()) {
      ++out_.facts;
      compare_documents(trip, {}, 0);
    } else {
      compare_documents(trip, rows[0].text(found->second, 2), rows[0].integer(found->second, 1));
    }
  }
  trips_.clear();
  bytes_ = 0;
  return Done{};
}

void VerifyTarget::compare_documents(const legacy::MappedTrip& trip, std::string_view text,
                                     std::int64_t version) {
  json::Arena arena(64 * 1024);
  const std::string subject = "trips_v2 " + trip.key + " (" + trip.id + ")";
  const auto said = json::parse(arena, trip.document);
  std::map<std::string, std::int64_t, std::less<>> sums;
  if (said) sum_up(*said, sums);
  for (const auto& [currency, sum] : sums) out_.sums[currency].first += sum;
  if (text.empty()) return differ(subject, "missing", "1 trip", "none");
  const auto parsed = json::parse(arena, text);
  if (!said || !parsed) return differ(subject, "document", "cannot be read", "cannot be read");
  sums.clear();
  sum_up(*parsed, sums);
  for (const auto& [currency, sum] : sums) out_.sums[currency].second += sum;
  const Value source = without_client(arena, *said);
  const Value here = without_client(arena, *parsed);
  std::set<std::string_view> parts;
  for (const Value& document : {source, here})
    for (const json::Member& member : document.members()) parts.insert(member.key);
  bool equal = true;
  for (std::string_view part : parts) {
    ++out_.facts;
    if (source.get(part) == here.get(part)) continue;
    equal = false;
    differ(subject, std::string(part), words_of(source.get(part)), words_of(here.get(part)));
  }
  if (!equal && version > (trip.offers.empty() ? 1 : 2)) ++out_.edited;
}

Status VerifyTarget::compare_rows() {
  if (rows_.empty()) return Done{};
  json::Arena arena;
  json::ArrayBuilder keys(arena);
  for (const KeptRow& row : rows_) keys.add(Value(row.key));
  store::Batch batch;
  batch.add(store::kKeptRows, context_,
            {cell(source_), cell(rows_.front().origin), cell(json::write(keys.finish()))});
  VG_TRY(const store::Rows found, database_.run(std::move(batch)));
  std::map<std::string_view, std::string_view> here;
  for (std::size_t i = 0; i < found[0].size(); ++i) here[found[0].text(i, 0)] = found[0].text(i, 1);
  for (const KeptRow& row : rows_) {
    ++out_.rows;
    ++out_.facts;
    const std::string subject = row.origin + " " + row.key;
    const auto at = here.find(row.key);
    if (at == here.end()) {
      differ(subject, "missing", "1 row", "none");
    } else if (at->second != row.cells) {
      differ(subject, "cells", "hash " + short_hash(row.cells), "hash " + short_hash(at->second));
    }
  }
  rows_.clear();
  bytes_ = 0;
  return Done{};
}

}  // namespace vg::legacy_import
