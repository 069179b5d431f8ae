// Any bytes as a dump of the old system. In whole and in pieces it is the same rows, and the same
// refusal; rows that are told can be mapped, judged and kept.
#include "base/result.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "legacy/old_rows.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace vg;
using namespace vg::legacy;

// Everything that a reader says, as one number.
class Account final : public DumpHandler {
 public:
  std::optional<TableFault> row(const Row& row) override {
    add(row.table->name);
    add(row.line);
    add(row.number);
    for (const Cell& cell : row.cells) {
      add(static_cast<std::int64_t>(cell.kind));
      add(cell.integer);
      add(cell.text);
    }
    return std::nullopt;
  }
  void add(std::string_view text) {
    add(std::ssize(text));
    hash_ = hash_ * 31 + std::hash<std::string_view>()(text);
  }
  void add(std::int64_t number) { hash_ = hash_ * 31 + static_cast<std::uint64_t>(number); }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

std::uint64_t account_of(std::string_view dump, std::size_t chunk) {
  Account account;
  DumpReader reader(account);
  bool good = true;
  for (std::size_t at = 0; good && at < dump.size(); at += chunk)
    good = reader.feed(dump.substr(at, chunk));
  if (good) good = reader.finish();
  VG_ASSERT(good != reader.refusal().has_value());
  for (const auto& table : reader.tables()) account.add(table->name);
  for (std::size_t i = 0; i < kWarnings; ++i)
    account.add(std::int64_t{reader.warned(static_cast<Warning>(i))});
  if (const auto& refusal = reader.refusal()) {
    VG_ASSERT(!refusal->message.empty() && is_utf8(refusal->message));
    account.add(name_of(refusal->fault));
    account.add(refusal->message);
    account.add(refusal->line);
    account.add(refusal->byte);
  } else {
    VG_ASSERT(reader.bytes() == std::ssize(dump));
    account.add(reader.lines());
    account.add(reader.counts().inserts + reader.counts().triggers);
  }
  return account.hash();
}

void expect_json(const std::string& text) {
  json::Arena arena;
  VG_ASSERT(is_utf8(text) && json::parse(arena, text).has_value());
}

void take_over(const Row& row) {
  testing::OldRows source;
  testing::Told told;
  source.trips = {1, 2, 3};
  source.clients["ann@example.com"] = "c_ann";
  source.numbers[1] = "ann@example.com";
  source.assignments = {{"1", "ann@example.com", "lead"}, {"2", "lost", ""}};
  const std::string cells = cells_json(row);
  if (cells.size() < 100'000) expect_json(cells);
  if (row.table->kind == TableKind::known && same_word(row.table->name, "trips_v2")) {
    source.offers = {{cells, {cells}}};
    const MappedTrip trip = map_trip(row, source, told);
    VG_ASSERT(trip.id.size() == 18 && trip.document.size() < 1'500'000);
    expect_json(trip.document);
    expect_json(trip.search);
    expect_json(trip.terms);
    if (!trip.offers.empty()) expect_json(trip.offers);
    return;
  }
  const Judgement judged = judge(row, source, told);
  if (!judged.reason.empty()) return;
  const MappedClient client = map_client(client_id_of("legacy", row.key()), {cells, cells});
  expect_json(client.document);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view dump(reinterpret_cast<const char*>(data), size);
  const std::uint64_t whole = account_of(dump, size + 1);
  for (const std::size_t chunk : {std::size_t{1}, 2 + size % 61})
    VG_ASSERT(account_of(dump, chunk) == whole);
  testing::each_row(dump, take_over);
  return 0;
}
