#include "platform/legacy_import/import.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/write.hpp"

#include <cstdio>
#include <filesystem>
#include <openssl/evp.h>

namespace vg::legacy_import {

using legacy::Row;
using legacy::TableFault;

namespace {

constexpr std::size_t kChunk = 256 * 1024;
// A kept row is one value of the database; a longer one is kept in pieces.
constexpr std::size_t kLongestCells = 900'000;
constexpr std::size_t kPiece = 250'000;

class File final {
 public:
  explicit File(const std::string& path) : file_(std::fopen(path.c_str(), "rb")) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (file_ != nullptr) std::fclose(file_);
  }
  bool open() const { return file_ != nullptr; }
  // 0 at the end, and where it failed.
  std::size_t read(std::string& into) {
    if (std::feof(file_) != 0 || failed()) return 0;
    into.resize(kChunk);
    into.resize(std::fread(into.data(), 1, kChunk, file_));
    return into.size();
  }
  bool failed() const { return std::ferror(file_) != 0; }

 private:
  std::FILE* file_;
};

class Sha256 final {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256() { EVP_MD_CTX_free(context_); }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  std::string finish() {
    Digest out{};
    EVP_DigestFinal_ex(context_, out.data(), nullptr);
    return to_hex(out);
  }

 private:
  EVP_MD_CTX* context_;
};

// The first pass: counts, keys, and what belongs to what.
class Examiner final : public legacy::DumpHandler {
 public:
  Examiner(Spill& spill, Outcome& outcome) : spill_(spill), outcome_(outcome) {}

  std::optional<TableFault> row(const Row& row) override {
    const legacy::Table& table = *row.table;
    if (outcome_.tables.size() <= table.number) outcome_.tables.resize(table.number + 1);
    TableStats& stats = outcome_.tables[table.number];
    ++stats.rows;
    ++outcome_.rows;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const legacy::Cell& cell = row.cells[i];
      if (table.columns[i].generated) continue;
      stats.null_cells += cell.is_null() ? 1 : 0;
      stats.text_cells += cell.is_text() ? 1 : 0;
      stats.text_bytes += cell.is_text() ? std::ssize(cell.text) : 0;
    }
    for (std::size_t key = 0; key < table.keys.size(); ++key)
      if (!spill_.add_key(table, key, row))
        return TableFault{legacy::Fault::constraint, "a key of " + table.name + " is there twice"};
    spill_.learn(row);
    return std::nullopt;
  }

 private:
  Spill& spill_;
  Outcome& outcome_;
};

// Findings go to the spill.
class Told final : public legacy::Findings {
 public:
  explicit Told(Spill& spill) : spill_(spill) {}
  void dirt(std::string_view kind, std::string_view table, std::string_view key,
            std::string_view detail) override {
    spill_.add_finding(kind, table, key, detail);
  }
  void orphan(std::string_view from, std::string_view key, std::string_view ref,
              std::string_view to) override {
    spill_.query("INSERT INTO finding VALUES ('orphan', ?, ?, ?)")
        .bind(std::string(from) + ">" + std::string(to))
        .bind(key)
        .bind(ref)
        .run();
  }
  void same(std::string_view kind, std::string_view table, std::string_view group,
            std::string_view key, std::string_view but) override {
    spill_.add_same(kind, table, group, key, but);
  }
  void trip(std::string_view key, const legacy::TripCounts& c) override {
    std::string counts = "{";
    const auto add = [&](std::string_view name, std::int64_t n) {
      counts += (counts.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":" + std::to_string(n);
    };
    add("days_raw", c.days_raw);
    add("days", c.days);
    add("activities_raw", c.activities_raw);
    add("activities", c.activities);
    add("accommodations_raw", c.accommodations_raw);
    add("accommodations", c.accommodations);
    add("transport_raw", c.transport_raw);
    add("transport", c.transport);
    add("links", c.links);
    add("unlinked", c.unlinked);
    spill_.query("INSERT INTO trip VALUES (?, ?)").bind(key).bind(counts + "}").run();
  }

 private:
  Spill& spill_;
};

// What was used in a month, from the events, beside what the old system had summed up.
class Usage {
 public:
  void see(const Row& row) {
    if (legacy::same_word(row.table->name, "usage_events")) {
      const std::string month = to_text(row.cell("created_at")).substr(0, 7);
      auto& sums = events[to_text(row.cell("advisor_id")) + "/" + month];
      const std::string_view action = row.text("action");
      sums[0] += action == "trip_created" ? 1 : 0;
      sums[1] += action == "trip_published" ? 1 : 0;
      sums[2] += action == "ai_request" ? 1 : 0;
      sums[3] += row.cell("tokens_in").integer;
      sums[4] += row.cell("tokens_out").integer;
      sums[5] += row.cell("cost_cents").integer;
    } else if (legacy::same_word(row.table->name, "usage_monthly_rollup")) {
      auto& sums = stated[to_text(row.cell("advisor_id")) + "/" + to_text(row.cell("year_month"))];
      for (std::size_t i = 0; i < kColumns.size(); ++i) sums[i] = row.cell(kColumns[i]).integer;
    }
  }
  void tell(legacy::Findings& findings) const {
    for (const auto& [month, sums] : stated) {
      const auto found = events.find(month);
      if (found == events.end() || found->second != sums)
        findings.dirt("rollup_mismatch", "usage_monthly_rollup", month);
    }
  }
  static constexpr std::array<std::string_view, 6> kColumns = {
      "trips_created", "trips_published", "ai_requests", "tokens_in", "tokens_out", "cost_cents"};
  std::map<std::string, std::array<std::int64_t, 6>> events, stated;
};

class Transfer final : public legacy::DumpHandler {
 public:
  Transfer(Spill& spill, legacy::Findings& findings, Target& target)
      : spill_(spill), findings_(findings), target_(target) {}

  std::optional<TableFault> row(const Row& row) override {
    usage.see(row);
    if (auto done = hand_over(row); !done) {
      failure = done.error();
      return TableFault{legacy::Fault::limit, "the target failed"};
    }
    return std::nullopt;
  }

  Status hand_over(const Row& row) {
    if (row.table->kind == legacy::TableKind::known &&
        legacy::same_word(row.table->name, "trips_v2"))
      return trip(row);
    const legacy::Judgement judged = legacy::judge(row, spill_, findings_);
    if (judged.reason.empty()) return Done{};  // a client, which is there already
    return keep(row.table->name, row.key(),
                judged.trip ? spill_.trip_id(*judged.trip) : std::string(), cells_json(row),
                judged.reason);
  }

  Status keep(const std::string& origin, const std::string& key, const std::string& subject,
              std::string cells, std::string_view reason) {
    if (cells.size() <= kLongestCells)
      return target_.keep({origin, key, subject, std::move(cells), reason});
    std::string_view rest = cells;
    for (int piece = 1; !rest.empty(); ++piece) {
      std::size_t size = std::min(kPiece, rest.size());
      while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U)
        --size;
      const std::string part = "{\"piece\":" + std::to_string(piece) +
                               ",\"text\":" + json::quoted(rest.substr(0, size)) + "}";
      VG_CHECK(target_.keep({origin, key + "#" + std::to_string(piece), subject, part, reason}));
      rest.remove_prefix(size);
    }
    return Done{};
  }

  Usage usage;
  std::optional<Error> failure;

 private:
  Status trip(const Row& row) {
    legacy::MappedTrip trip = legacy::map_trip(row, spill_, findings_);
    std::string cells;
    for (const auto& [column, text] : trip.overflow)
      cells += (cells.empty() ? "{" : ",") + json::quoted(column) + ":" + json::quoted(text);
    const std::string id = trip.id;
    if (!cells.empty())
      findings_.dirt("trip_too_large", "trips_v2", trip.key, "columns kept as rows");
    VG_CHECK(target_.trip(std::move(trip)));
    if (cells.empty()) return Done{};
    return keep(row.table->name, row.key(), id, cells + "}", "overflow");
  }

  Spill& spill_;
  legacy::Findings& findings_;
  Target& target_;
};

}  // namespace

Status Import::read(legacy::DumpHandler& handler, int pass) {
  File file(request_.file);
  if (!file.open())
    return Error{ErrorCode::invalid, request_.file + " cannot be read; give a dump", {}};
  std::error_code ignored;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(request_.file, ignored));
  legacy::DumpReader reader(handler);
  Sha256 digest;
  std::string chunk;
  std::int64_t bytes = 0;
  bool good = true;
  while (good && file.read(chunk) > 0) {
    if (pass == 1) digest.add(chunk);
    bytes += std::ssize(chunk);
    good = reader.feed(chunk);
    if (progress_ != nullptr) progress_->at(pass, bytes, size);
  }
  if (file.failed())
    return Error{ErrorCode::unavailable, request_.file + " cannot be read to its end", {}};
  if (good) reader.finish();
  outcome_.refusal = reader.refusal();
  if (pass != 1) return Done{};
  outcome_.tables.resize(reader.tables().size());
  for (std::size_t i = 0; i < outcome_.tables.size(); ++i) {
    outcome_.tables[i].name = reader.tables()[i]->name;
    outcome_.tables[i].kind = reader.tables()[i]->kind;
  }
  outcome_.statements = reader.counts();
  outcome_.bytes = bytes;
  outcome_.lines = reader.lines() - 1;
  outcome_.digest = digest.finish();
  outcome_.identity = to_hex(sha256(outcome_.digest + "\n" + request_.as_of));
  for (std::size_t i = 0; i < legacy::kWarnings; ++i)
    if (const auto warning = static_cast<legacy::Warning>(i); reader.warned(warning))
      outcome_.warnings.push_back(warning);
  return Done{};
}

Status Import::examine() {
  VG_TRY(outcome_.spill, Spill::open(request_.spill));
  outcome_.spill->name = request_.source;
  outcome_.spill->as_of = request_.as_of;
  Examiner examiner(*outcome_.spill, outcome_);
  VG_CHECK(read(examiner, 1));
  if (outcome_.refusal) {
    outcome_.spill.reset();
    return Done{};
  }
  return outcome_.spill->settle();
}

Status Import::clients(Target& target, legacy::Findings& findings) {
  std::int64_t place = 0;
  while (const auto rows = outcome_.spill->client_after(place)) {
    place = rows->place;
    findings.add(legacy::Count::clients);
    findings.add(legacy::Count::clients_merged_away, std::ssize(rows->rows) - 1);
    VG_CHECK(target.client(*rows, legacy::map_client(rows->id, rows->rows), *outcome_.spill));
  }
  return target.end_of_clients();
}

Status Import::transfer(Target& target) {
  Told told(*outcome_.spill);
  VG_CHECK(clients(target, told));
  Transfer transfer(*outcome_.spill, told, target);
  VG_CHECK(read(transfer, 2));
  if (transfer.failure) return *transfer.failure;
  if (outcome_.refusal)
    return Error{ErrorCode::unavailable, request_.file + " changed while it was read", {}};
  VG_CHECK(target.finish());
  transfer.usage.tell(told);
  {
    Query bases = outcome_.spill->query(
        "SELECT min(tbl), min(row_key) FROM same WHERE kind = ? GROUP BY grp HAVING count(*) > 1");
    bases.bind(legacy::kTwoCurrent);
    while (bases.row()) told.dirt(legacy::kTwoCurrent, bases.text(0), bases.text(1), {});
  }
  outcome_.usage = transfer.usage.events;
  for (std::size_t i = 0; i < legacy::kCounts; ++i)
    outcome_.counts[i] = told.count(static_cast<legacy::Count>(i));
  outcome_.written = target.written();
  return Done{};
}

}  // namespace vg::legacy_import
