#include "platform/legacy_import/database_target.hpp"

#include "base/digest.hpp"
#include "json/write.hpp"
#include "platform/legacy_import/documents.hpp"
#include "store/statements.hpp"
#include "trip/events.hpp"

#include <algorithm>
#include <set>

namespace vg::legacy_import {

using store::cell;

namespace {

constexpr std::size_t kTripsOfSlice = 400;
constexpr std::size_t kClientsOfSlice = 500;
constexpr std::size_t kRowsOfSlice = 4'000;
constexpr std::size_t kBytesOfSlice = 5'000'000;
constexpr std::size_t kSlugLength = 26;
constexpr int kPagesKilobytes = 16'000;

// Names the write in its event: the same row is the same request.
std::string request_of(std::string_view source, std::string_view id) {
  return to_base32(sha256("import\n" + std::string(source) + "\n" + std::string(id))).substr(0, 22);
}

}  // namespace

// Slices of another size are others: their limits are part of the name.
DatabaseTarget::DatabaseTarget(sqlite::Database& database, Context context, std::string source,
                               std::string_view identity)
    : database_(database), context_(std::move(context)), source_(std::move(source)) {
  std::string name(identity);
  for (std::size_t limit : {kTripsOfSlice, kClientsOfSlice, kRowsOfSlice, kBytesOfSlice})
    name += " " + std::to_string(limit);
  mark_ = to_hex(sha256(name));
}

Status DatabaseTarget::begin() {
  VG_CHECK(database_.begin_bulk(kPagesKilobytes));
  store::Batch batch;
  batch.add(store::kImportMark, context_, {cell(source_), cell(mark_)});
  VG_TRY(const store::Rows rows, database_.run(std::move(batch)));
  if (rows[0].empty()) return Done{};
  begun_ = true;
  done_ = rows[0].integer(0, 0);
  finished_ = rows[0].integer(0, 1) != 0;
  return Done{};
}

Status DatabaseTarget::client(const Spill::ClientRows& rows, legacy::MappedClient client,
                              Spill& spill) {
  spill_ = &spill;
  bytes_ += client.document.size();
  clients_.push_back({std::move(client), rows.keys, rows.rows});
  if (clients_.size() < kClientsOfSlice && bytes_ < kBytesOfSlice) return Done{};
  return flush_clients();
}

Status DatabaseTarget::end_of_clients() {
  return clients_.empty() ? Status(Done{}) : flush_clients();
}

void DatabaseTarget::add_client(store::Batch& batch, const NewClient& made) {
  const legacy::MappedClient& client = made.client;
  batch.add(store::kImportClient, context_,
            {cell(client.id), cell(client.name_key), store::cell_or_null(client.email_key),
             cell(client.search), cell(client.terms), cell(client.document)});
  batch.add(
      store::kInsertClientEvent, context_,
      {cell(client.id), {}, {}, {}, cell(request_of(source_, client.id)), cell(client.document)});
}

Status DatabaseTarget::flush_clients() {
  json::Arena arena;
  json::ArrayBuilder asked(arena);
  for (const NewClient& made : clients_)
    asked.add(json::ObjectBuilder(arena)
                  .add_copy("id", made.client.id)
                  .add_copy("email", made.client.email_key)
                  .finish());
  store::Batch question;
  question.add(store::kImportedClients, context_, {cell(json::write(asked.finish()))});
  VG_TRY(const store::Rows known, database_.run(std::move(question)));
  const Status done = write_clients(known[0]);
  clients_.clear();
  bytes_ = 0;
  return done;
}

// A client of an address that another one has here already is that one; its rows are kept for it.
Status DatabaseTarget::write_clients(const store::ResultSet& known) {
  store::Batch batch;
  batch.read_only = false;
  std::vector<KeptRow> rows;
  std::int64_t made = 0;
  std::map<std::string, std::string_view> documents;
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const NewClient& client = clients_[i];
    const bool there = known.integer(i, 1) != 0;
    const std::string other(known.text(i, 2));
    if (there) {
      ++written_.clients_there;
      documents[client.client.id] = client.client.document;
    } else if (!other.empty()) {
      ++written_.clients_there;
      spill_->redirect(client.client.id, other);
    } else {
      ++made;
      add_client(batch, client);
    }
    if ((there || other.empty()) && client.client.complete) continue;
    for (std::size_t row = 0; row < client.rows.size(); ++row)
      rows.push_back({"clients_v2", client.keys[row],
                      there || other.empty() ? client.client.id : other, client.rows[row],
                      other.empty() ? "overflow" : "client_exists"});
  }
  VG_TRY(const std::int64_t differ, count_differing(documents));
  written_.clients_differ += differ;
  if (++written_.slices <= done_ || finished_) {
    if (made == 0 && rows.empty()) return Done{};
  }
  const std::size_t first = batch.statements.size();
  add_rows(batch, rows);
  written_.clients += made;
  return commit(std::move(batch), first, rows.size(), false);
}

Status DatabaseTarget::trip(legacy::MappedTrip trip) {
  bytes_ += 2 * trip.document.size() + trip.offers.size();
  trips_.push_back(std::move(trip));
  return trips_.size() < kTripsOfSlice && bytes_ < kBytesOfSlice ? Status(Done{}) : flush();
}

Status DatabaseTarget::keep(KeptRow row) {
  bytes_ += row.cells.size();
  rows_.push_back(std::move(row));
  return rows_.size() < kRowsOfSlice && bytes_ < kBytesOfSlice ? Status(Done{}) : flush();
}

void DatabaseTarget::add_rows(store::Batch& batch, std::vector<KeptRow>& rows) {
  std::size_t next = 0;
  while (next < rows.size()) {
    const bool many = rows.size() - next >= store::kRowsTogether;
    std::vector<store::Cell> params = {cell(source_)};
    for (const std::size_t end = next + (many ? store::kRowsTogether : 1); next < end; ++next) {
      KeptRow& row = rows[next];
      params.emplace_back(std::move(row.origin));
      params.emplace_back(std::move(row.key));
      params.push_back(store::cell_or_null(row.subject));
      params.push_back(cell(row.reason));
      params.emplace_back(std::move(row.cells));
    }
    batch.add(many ? store::kKeepRows : store::kKeepRow, context_, std::move(params));
  }
}

void DatabaseTarget::add_trip(store::Batch& batch, const legacy::MappedTrip& trip) {
  const std::string request = request_of(source_, trip.id);
  // What was worked on last over there comes first here too; the events say when it came.
  Context then = context_;
  if (trip.updated) then.now = std::min(then.now, *trip.updated);
  batch.add(store::kInsertTrip, then,
            {cell(trip.id),
             cell(context_.ids.random(kSlugLength)),
             std::int64_t{then.now.date().days},
             cell(trip.search),
             cell(trip.document),
             cell(request),
             then.now.ms,
             store::cell_or_null(trip.client_id),
             {},
             {},
             cell(trip.terms)});
  batch.add(store::kInsertEvent, context_,
            {cell(trip.id), cell(name_of(trip::EventKind::created)), cell(request), {}});
  if (!trip.client_id.empty()) batch.add(store::kNameClient, context_, {cell(trip.id)});
  if (trip.offers.empty()) return;
  const std::string offered = request_of(source_, trip.id + " offers");
  batch.add(store::kTouchTrip, then,
            {cell(trip.id), std::int64_t{1}, cell(offered), then.now.ms, cell(trip.offers)});
  batch.add(store::kInsertEvent, context_,
            {cell(trip.id), cell(name_of(trip::EventKind::options_added)), cell(offered),
             cell(trip.offers)});
  batch.add(store::kUpsertOptions, context_, {cell(trip.id), cell(trip.offers)});
}

Result<std::int64_t> DatabaseTarget::count_differing(
    const std::map<std::string, std::string_view>& documents) {
  if (documents.empty()) return std::int64_t{0};
  json::Arena arena;
  json::ArrayBuilder ids(arena);
  for (const auto& [id, document] : documents) ids.add(json::Value(id));
  store::Batch question;
  question.add(store::kImportedWords, context_, {cell(json::write(ids.finish()))});
  VG_TRY(const store::Rows rows, database_.run(std::move(question)));
  std::int64_t out = 0;
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    if (!same_document(rows[0].text(i, 1), documents.at(std::string(rows[0].text(i, 0))))) ++out;
  return out;
}

// What an earlier run brought stays as it is now, changed or not.
Status DatabaseTarget::leave_out_known_trips() {
  if (trips_.empty()) return Done{};
  json::Arena arena;
  json::ArrayBuilder ids(arena);
  for (const legacy::MappedTrip& trip : trips_) ids.add(json::Value(trip.id));
  store::Batch question;
  question.add(store::kImportedTrips, context_, {cell(json::write(ids.finish())), std::int64_t{0}});
  VG_TRY(const store::Rows rows, database_.run(std::move(question)));
  std::set<std::string_view> known;
  for (std::size_t i = 0; i < rows[0].size(); ++i) known.insert(rows[0].text(i, 0));
  written_.trips_there += std::ssize(known);
  std::map<std::string, std::string_view> documents;
  for (const legacy::MappedTrip& trip : trips_)
    if (known.contains(trip.id)) documents[trip.id] = trip.document;
  VG_TRY(const std::int64_t differ, count_differing(documents));
  written_.trips_differ += differ;
  std::erase_if(trips_, [&](const legacy::MappedTrip& trip) { return known.contains(trip.id); });
  return Done{};
}

Status DatabaseTarget::flush() {
  bytes_ = 0;
  if (++written_.slices <= done_ && !finished_) {
    ++written_.slices_skipped;
    written_.trips_there += std::ssize(trips_);
    written_.rows_there += std::ssize(rows_);
    trips_.clear();
    rows_.clear();
    return Done{};
  }
  VG_CHECK(leave_out_known_trips());
  store::Batch batch;
  batch.read_only = false;
  json::Arena arena;
  json::ArrayBuilder ids(arena);
  for (const legacy::MappedTrip& trip : trips_) {
    add_trip(batch, trip);
    ids.add(json::Value(arena.copy(trip.id)));
  }
  if (!ids.empty()) batch.add(store::kIndexTrips, context_, {cell(json::write(ids.finish()))});
  const std::size_t first = batch.statements.size();
  add_rows(batch, rows_);
  const auto made = std::ssize(trips_);
  const std::size_t kept = rows_.size();
  trips_.clear();
  rows_.clear();
  written_.trips += made;
  return commit(std::move(batch), first, kept, false);
}

Status DatabaseTarget::commit(store::Batch batch, std::size_t first_kept, std::size_t kept,
                              bool last) {
  if (!finished_)
    batch.add(store::kMarkImport, context_,
              {cell(source_), cell(mark_), written_.slices, std::int64_t{last ? 1 : 0}});
  if (batch.statements.empty()) return Done{};
  const std::size_t end = batch.statements.size() - (finished_ ? 0 : 1);
  VG_CHECK(settle());
  auto written = std::make_shared<std::promise<Result<store::Rows>>>();
  writing_ = Slice{written->get_future(), first_kept, end, kept};
  database_.submit(std::move(batch),
                   [written](Result<store::Rows> rows) { written->set_value(std::move(rows)); });
  return Done{};
}

Status DatabaseTarget::settle() {
  if (!writing_) return Done{};
  Slice slice = std::move(*writing_);
  writing_.reset();
  const Result<store::Rows> rows = slice.rows.get();
  if (!rows) return rows.error();
  std::size_t made = 0;
  for (std::size_t i = slice.first_kept; i < slice.end_kept; ++i) made += (*rows)[i].size();
  written_.rows += static_cast<std::int64_t>(made);
  written_.rows_there += static_cast<std::int64_t>(slice.kept - made);
  return Done{};
}

Status DatabaseTarget::finish() {
  if (!trips_.empty() || !rows_.empty()) VG_CHECK(flush());
  store::Batch batch;
  batch.read_only = false;
  if (!finished_) VG_CHECK(commit(std::move(batch), 0, 0, true));
  VG_CHECK(settle());
  return database_.end_bulk();
}

}  // namespace vg::legacy_import
