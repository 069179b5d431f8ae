#include "platform/legacy_import/spill.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "legacy/price.hpp"

#include <sqlite3.h>
#include <unistd.h>

namespace vg::legacy_import {

using legacy::Cell;
using legacy::CellKind;
using legacy::Row;

namespace {

constexpr const char* kTables =
    "CREATE TABLE seen (h BLOB PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE client (place INTEGER PRIMARY KEY, old INTEGER, here TEXT, owner TEXT, email "
    "TEXT, raw TEXT, "
    "name TEXT, row_key TEXT, cells TEXT);"
    "CREATE TABLE assignment (trip INTEGER, row_key TEXT, email TEXT, role TEXT);"
    "CREATE TABLE hotel (id INTEGER PRIMARY KEY, trip INTEGER, cells TEXT);"
    "CREATE TABLE room (hotel INTEGER, cells TEXT);"
    "CREATE TABLE finding (kind TEXT, tbl TEXT, row_key TEXT, detail TEXT);"
    "CREATE TABLE same (kind TEXT, grp BLOB, tbl TEXT, row_key TEXT, but TEXT);"
    "CREATE TABLE trip_here (old INTEGER PRIMARY KEY, here TEXT);"
    "CREATE TABLE trip (row_key TEXT, counts TEXT);";
constexpr const char* kIndexes =
    "CREATE INDEX client_email ON client (email, place);"
    "CREATE INDEX client_raw ON client (raw);"
    "CREATE INDEX client_old ON client (old);"
    "CREATE INDEX client_here ON client (here);"
    "CREATE INDEX assignment_trip ON assignment (trip);"
    "CREATE INDEX hotel_trip ON hotel (trip);"
    "CREATE INDEX room_hotel ON room (hotel);";

constexpr std::size_t kMostRanges = 10'000;

std::optional<std::int64_t> integer_of(const Cell& cell) {
  if (cell.kind == CellKind::integer) return cell.integer;
  return cell.is_text() ? parse_integer(cell.text) : std::nullopt;
}

std::string digest_of(std::string_view text) {
  const Digest digest = sha256(text);
  return {reinterpret_cast<const char*>(digest.data()), 16};
}

}  // namespace

bool NumberSet::contains(std::int64_t n) const {
  auto after = ranges_.upper_bound(n);
  return after != ranges_.begin() && std::prev(after)->second >= n;
}

bool NumberSet::insert(std::int64_t n) {
  auto after = ranges_.upper_bound(n);
  const bool joins_next = after != ranges_.end() && after->first - 1 == n;
  if (after != ranges_.begin()) {
    auto before = std::prev(after);
    if (before->second >= n) return false;
    if (before->second + 1 == n) {
      before->second = joins_next ? after->second : n;
      if (joins_next) ranges_.erase(after);
      return true;
    }
  }
  const std::int64_t last = joins_next ? after->second : n;
  if (joins_next) ranges_.erase(after);
  ranges_.emplace(n, last);
  return true;
}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Query& Query::bind(std::string_view text) {
  sqlite3_bind_text(statement_, ++bound_, text.data() == nullptr ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Query& Query::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob(statement_, ++bound_, bytes.data(), static_cast<int>(bytes.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Query& Query::bind_null() {
  sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

bool Query::row() {
  return sqlite3_step(statement_) == SQLITE_ROW;
}

void Query::run() {
  sqlite3_step(statement_);
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return text == nullptr
             ? std::string_view()
             : std::string_view(text,
                                static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Result<std::unique_ptr<Spill>> Spill::open(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Spill> out(new Spill(raw));
  if (code != SQLITE_OK)
    return Error{ErrorCode::unavailable, "there is no room for a temporary file at " + path, {}};
  out->run(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
      "PRAGMA cache_size = -8000; BEGIN");
  out->run(kTables);
  if (!path.empty()) ::unlink(path.c_str());
  return out;
}

Spill::~Spill() {
  for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

void Spill::run(const char* sql) {
  sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
}

Query Spill::query(const char* sql) {
  sqlite3_stmt*& statement = prepared_[sql];
  if (statement == nullptr)
    sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return Query(statement);
}

bool Spill::add_key(const legacy::Table& table, std::size_t key, const Row& row) {
  const auto& columns = table.keys[key];
  for (std::size_t column : columns)
    if (row.cells[column].is_null()) return true;
  const Cell& first = row.cells[columns.front()];
  if (columns.size() == 1 && first.kind == CellKind::integer) {
    NumberSet& numbers = number_keys_[{table.number, key}];
    if (numbers.contains(first.integer)) return false;
    // Numbers that do not follow each other go to the file, with the texts.
    if (numbers.ranges() < kMostRanges) return numbers.insert(first.integer);
  }
  std::string name = std::to_string(table.number) + " " + std::to_string(key);
  for (std::size_t column : columns) {
    const std::string text = to_text(row.cells[column]);
    name += "\n" + std::to_string(static_cast<int>(row.cells[column].kind)) + " " +
            std::to_string(text.size()) + " " + text;
  }
  query("INSERT OR IGNORE INTO seen VALUES (?)").bind_blob(digest_of(name)).run();
  return sqlite3_changes(db_) == 1;
}

// Beyond kMostRanges only the tables know the rest.
bool Spill::has_trip(std::int64_t id) {
  if (trips_.contains(id)) return true;
  return trips_.ranges() >= kMostRanges && !trip_id(id).empty();
}

bool Spill::has_hotel(std::int64_t id) {
  if (hotels_.contains(id)) return true;
  if (hotels_.ranges() < kMostRanges) return false;
  Query found = query("SELECT 1 FROM hotel WHERE id = ?");
  return found.bind(id).row();
}

void Spill::learn(const Row& row) {
  const std::string_view table = row.table->name;
  if (row.table->kind != legacy::TableKind::known) return;
  if (legacy::same_word(table, "trips_v2")) {
    const auto id = integer_of(row.cell("trip_id"));
    if (!id) return;
    if (trips_.ranges() < kMostRanges) trips_.insert(*id);
    const auto created = legacy::read_timestamp(to_text(row.cell("created_at")));
    query("INSERT OR IGNORE INTO trip_here VALUES (?, ?)")
        .bind(*id)
        .bind(legacy::trip_id_of(name, row.key(), created))
        .run();
  } else if (legacy::same_word(table, "clients_v2")) {
    add_client(row);
  } else if (legacy::same_word(table, "trip_client_assignments")) {
    const auto trip = integer_of(row.cell("trip_id"));
    if (!trip) return;
    query("INSERT INTO assignment VALUES (?, ?, ?, ?)")
        .bind(*trip)
        .bind(row.key())
        .bind(to_text(row.cell("client_email")))
        .bind(to_text(row.cell("client_role")))
        .run();
  } else if (legacy::same_word(table, "hotel_cache")) {
    add_hotel(row);
  } else if (legacy::same_word(table, "rooms_cache")) {
    const auto hotel = integer_of(row.cell("hotel_id"));
    if (hotel) query("INSERT INTO room VALUES (?, ?)").bind(*hotel).bind(cells_json(row)).run();
  } else if (legacy::same_word(table, "commission_rates")) {
    if (const auto id = integer_of(row.cell("id"))) rates_.insert(*id);
  } else if (legacy::same_word(table, "subscription_tiers")) {
    tiers_.insert(to_text(row.cell("tier")));
  }
}

void Spill::add_client(const Row& row) {
  const std::string raw = to_text(row.cell("email"));
  const auto old = integer_of(row.cell("client_id"));
  const std::string here = legacy::client_id_of(name, row.key());
  Query insert = query("INSERT INTO client VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)");
  old ? insert.bind(*old) : insert.bind_null();
  // The owner of a good address is found when all rows are known.
  insert.bind(here).bind(here).bind(legacy::lower_trimmed(raw)).bind(raw);
  insert.bind(to_text(row.cell("full_name"))).bind(row.key()).bind(cells_json(row)).run();
}

void Spill::add_hotel(const Row& row) {
  const auto id = integer_of(row.cell("id"));
  const auto trip = integer_of(row.cell("trip_id"));
  if (!id) return;
  if (hotels_.ranges() < kMostRanges) hotels_.insert(*id);
  Query insert = query("INSERT OR IGNORE INTO hotel VALUES (?, ?, ?)");
  insert.bind(*id);
  trip ? insert.bind(*trip).bind(cells_json(row)) : insert.bind_null().bind_null();
  insert.run();
}

Status Spill::settle() {
  run(kIndexes);
  {
    // Rows of one good address are one client: that of the first of them.
    Query doubles = query(
        "SELECT c.place, (SELECT f.here FROM client f WHERE f.email = c.email "
        "ORDER BY f.place LIMIT 1), c.raw FROM client c WHERE EXISTS (SELECT 1 "
        "FROM client f WHERE f.email = c.email AND f.place < c.place)");
    while (doubles.row())
      if (legacy::is_address(doubles.text(2)))
        query("UPDATE client SET here = ?, owner = ? WHERE place = ?")
            .bind(doubles.text(1))
            .bind(doubles.text(1))
            .bind(doubles.integer(0))
            .run();
  }
  if (sqlite3_errcode(db_) == SQLITE_FULL)
    return Error{ErrorCode::unavailable, "there is no room left for the temporary file", {}};
  return Done{};
}

std::optional<legacy::ClientRef> Spill::client_of(Query& found, std::string_view asked) {
  if (!found.row()) return std::nullopt;
  legacy::ClientRef out{.id = std::string(found.text(0)),
                        .email = std::string(found.text(1)),
                        .name = std::string(found.text(2))};
  out.exact = query("SELECT 1 FROM client WHERE raw = ?").bind(asked).row();
  return out;
}

std::optional<legacy::ClientRef> Spill::client_by_email(std::string_view email) {
  Query found =
      query("SELECT owner, email, name FROM client WHERE email = ? ORDER BY place LIMIT 1");
  found.bind(legacy::lower_trimmed(email));
  return client_of(found, email);
}

std::optional<legacy::ClientRef> Spill::client_by_id(std::int64_t id) {
  Query found = query("SELECT owner, email, name FROM client WHERE old = ? LIMIT 1");
  found.bind(id);
  return client_of(found, {});
}

std::vector<Spill::Assignment> Spill::assignments_of(std::int64_t trip) {
  std::vector<Assignment> out;
  Query rows = query("SELECT row_key, email, role FROM assignment WHERE trip = ? ORDER BY rowid");
  rows.bind(trip);
  while (rows.row())
    out.push_back(
        {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
  return out;
}

std::vector<Spill::Hotel> Spill::hotels_of(std::int64_t trip) {
  std::vector<Hotel> out;
  Query rows = query("SELECT id, cells FROM hotel WHERE trip = ? ORDER BY id");
  rows.bind(trip);
  while (rows.row()) {
    Hotel hotel{std::string(rows.text(1)), {}};
    Query rooms = query("SELECT cells FROM room WHERE hotel = ? ORDER BY rowid");
    rooms.bind(rows.integer(0));
    while (rooms.row()) hotel.rooms.emplace_back(rooms.text(0));
    out.push_back(std::move(hotel));
  }
  return out;
}

std::optional<Spill::ClientRows> Spill::client_after(std::int64_t place) {
  ClientRows out;
  {
    // A client stands where the first of its rows does.
    Query next = query(
        "SELECT c.place, c.here FROM client c WHERE c.place > ? AND NOT EXISTS (SELECT 1 "
        "FROM client f WHERE f.here = c.here AND f.place < c.place) ORDER BY c.place LIMIT 1");
    next.bind(place);
    if (!next.row()) return std::nullopt;
    out.place = next.integer(0);
    out.id = next.text(1);
  }
  Query rows = query("SELECT row_key, cells FROM client WHERE here = ? ORDER BY place");
  rows.bind(out.id);
  while (rows.row()) {
    out.keys.emplace_back(rows.text(0));
    out.rows.emplace_back(rows.text(1));
  }
  return out;
}

void Spill::redirect(const std::string& id, const std::string& to) {
  query("UPDATE client SET owner = ? WHERE here = ?").bind(to).bind(id).run();
}

std::string Spill::trip_id(std::int64_t old) {
  Query found = query("SELECT here FROM trip_here WHERE old = ?");
  found.bind(old);
  return found.row() ? std::string(found.text(0)) : std::string();
}

void Spill::add_finding(std::string_view kind, std::string_view table, std::string_view key,
                        std::string_view detail) {
  query("INSERT INTO finding VALUES (?, ?, ?, ?)")
      .bind(kind)
      .bind(table)
      .bind(key)
      .bind(detail)
      .run();
}

void Spill::add_same(std::string_view kind, std::string_view table, std::string_view group,
                     std::string_view key, std::string_view but) {
  query("INSERT INTO same VALUES (?, ?, ?, ?, ?)")
      .bind(kind)
      .bind_blob(digest_of(group))
      .bind(table)
      .bind(key)
      .bind(but)
      .run();
}

}  // namespace vg::legacy_import
