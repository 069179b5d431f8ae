#include "app/maintenance.hpp"

#include "app/fold.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/fingerprint.hpp"
#include "store/statements.hpp"
#include "trip/search.hpp"

#include <map>

namespace vg::app {

using json::Value;

namespace {

constexpr std::int64_t kTogether = 100;
constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::size_t kFaultsKept = 50;

Context context_of(std::string_view tenant, Instant now) {
  return {.now = now, .ids = IdSource({}), .actor = Actor::local(tenant)};
}

Result<store::ResultSet> ask(BatchRunner& runner, const Context& context, std::string_view sql,
                             std::vector<store::Cell> params, bool read_only = true) {
  store::Batch batch;
  batch.read_only = read_only;
  batch.add(sql, context, std::move(params));
  VG_TRY(store::Rows rows, runner.run(std::move(batch)));
  return std::move(rows[0]);
}

// Everything of one trip before the horizon, except what was published.
Status forget(BatchRunner& runner, const Context& context, std::string_view trip,
              std::int64_t horizon, Compaction& out) {
  VG_TRY(const store::ResultSet published,
         ask(runner, context, store::kPublishedBefore, {store::cell(trip), horizon}));
  store::Batch batch;
  batch.read_only = false;
  for (std::size_t i = 0; i < published.size(); ++i) {
    const std::int64_t version = published.integer(i, 0);
    VG_TRY(const store::ResultSet events,
           ask(runner, context, store::kSelectEvents, {store::cell(trip), version}));
    if (events.empty() || events.integer(events.size() - 1, 0) != version) continue;
    json::Arena arena(64 * 1024);
    VG_TRY(const Value document, fold_events(arena, events));
    batch.add(store::kInsertCheckpoint, context,
              {store::cell(trip), version, store::Cell(json::write(document))});
  }
  batch.add(store::kForgetCheckpoints, context, {store::cell(trip), horizon});
  batch.add(store::kForgetEvents, context, {store::cell(trip), horizon});
  VG_TRY(const store::Rows rows, runner.run(std::move(batch)));
  out.events += std::ssize(rows.back());
  ++out.trips;
  return Done();
}

}  // namespace

Result<Compaction> compact(const Retention& retention, Instant now, BatchRunner& runner) {
  const Context context = context_of("", now);
  Compaction out;
  for (;;) {
    VG_TRY(const store::ResultSet made, ask(runner, context, store::kCheckpointTrips,
                                            {retention.checkpoint_every, kTogether}, false));
    out.checkpoints += std::ssize(made);
    if (std::ssize(made) < kTogether) break;
  }
  VG_TRY(const store::ResultSet requests,
         ask(runner, context, store::kForgetRequests, {store::request_cutoff(now)}, false));
  out.requests = std::ssize(requests);
  if (!retention.forget_days) return out;
  for (;;) {
    VG_TRY(const store::ResultSet found,
           ask(runner, context, store::kForgettable,
               {retention.keep_versions, now.ms - *retention.forget_days * kDayMs, kTogether}));
    for (std::size_t i = 0; i < found.size(); ++i)
      VG_CHECK(forget(runner, context_of(found.text(i, 0), now), found.text(i, 1),
                      found.integer(i, 2), out));
    if (std::ssize(found) < kTogether) return out;
  }
}

namespace {

class Auditor {
 public:
  Auditor(Instant now, BatchRunner& runner) : now_(now), runner_(runner) {}

  Result<Audit> audit() {
    std::string tenant;
    std::string trip;
    for (;;) {
      VG_TRY(const store::ResultSet page, ask(runner_, context_of("", now_), store::kAuditTrips,
                                              {store::cell(tenant), store::cell(trip), kTogether}));
      for (std::size_t i = 0; i < page.size(); ++i) VG_CHECK(look_at(page, i));
      if (std::ssize(page) < kTogether) break;
      tenant = page.text(page.size() - 1, 0);
      trip = page.text(page.size() - 1, 1);
    }
    store::Batch batch;
    batch.add(store::kAuditOrphans);
    VG_TRY(const store::Rows rows, runner_.run(std::move(batch)));
    const store::ResultSet& orphans = rows[0];
    for (std::size_t i = 0; i < orphans.size(); ++i)
      if (orphans.integer(i, 1) != 0)
        fault(std::to_string(orphans.integer(i, 1)) + " " + std::string(orphans.text(i, 0)) +
              " belong to nothing");
    return std::move(out_);
  }

 private:
  void fault(std::string text) {
    ++out_.fault_count;
    if (out_.faults.size() < kFaultsKept) out_.faults.push_back(where_ + std::move(text));
  }

  Status look_at(const store::ResultSet& page, std::size_t row) {
    ++out_.trips;
    where_ = std::string(page.text(row, 0)) + "/" + std::string(page.text(row, 1)) + ": ";
    VG_CHECK(compare_with_fold(page, row));
    if (page.integer(row, 6) != 0)
      fault("the index lacks " + std::to_string(page.integer(row, 6)) + " of its words");
    if (page.integer(row, 7) != 0) fault("it is listed by something that it does not say");
    compare_search(page, row);
    where_.clear();
    return Done();
  }

  Status compare_with_fold(const store::ResultSet& page, std::size_t row) {
    const Context context = context_of(page.text(row, 0), now_);
    store::Batch batch;
    batch.add(store::kAuditEvents, context, {store::cell(page.text(row, 1))});
    batch.add(store::kAuditCheckpoints, context, {store::cell(page.text(row, 1))});
    VG_TRY(const store::Rows rows, runner_.run(std::move(batch)));
    std::map<std::int64_t, std::string_view> checkpoints;
    for (std::size_t i = 0; i < rows[1].size(); ++i)
      checkpoints[rows[1].integer(i, 0)] = rows[1].text(i, 1);
    out_.checkpoints += std::ssize(checkpoints);
    out_.events += std::ssize(rows[0]);
    json::Arena arena(64 * 1024);
    const std::int64_t first = rows[0].empty() ? page.integer(row, 2) + 1 : rows[0].integer(0, 0);
    Folder folder(arena);
    if (first > 1) {
      if (!checkpoints.contains(first - 1)) {
        fault("version " + std::to_string(first) + " follows on nothing");
        return Done();
      }
      VG_CHECK(folder.start(checkpoints[first - 1]));
    }
    std::int64_t version = first - 1;
    for (std::size_t i = 0; i < rows[0].size(); ++i) {
      if (rows[0].integer(i, 0) != ++version) {
        fault("version " + std::to_string(version) + " is missing");
        return Done();
      }
      if (!folder.apply(rows[0].text(i, 1), rows[0].text(i, 2)))
        fault("the event of version " + std::to_string(version) + " cannot be read");
      const auto checkpoint = checkpoints.find(version);
      if (checkpoint != checkpoints.end() && json::write(folder.document()) != checkpoint->second)
        fault("the checkpoint of version " + std::to_string(version) +
              " is not what its events make");
    }
    if (version != page.integer(row, 2))
      fault("it is at version " + std::to_string(page.integer(row, 2)) + ", its events at " +
            std::to_string(version));
    if (json::write(folder.document()) != page.text(row, 3))
      fault("its document is not what its events make");
    return Done();
  }

  // The texts that its document gives must be those that it is found by.
  void compare_search(const store::ResultSet& page, std::size_t row) {
    json::Arena arena(64 * 1024);
    const auto document = json::parse(arena, page.text(row, 3));
    const auto search = json::parse(arena, page.text(row, 4));
    const auto terms = json::parse(arena, page.text(row, 5));
    if (!document || !search || !terms) return fault("its columns are no JSON");
    const Value expected = trip::search_index(arena, *document);
    for (const json::Member& place : expected.members())
      if (search->get(place.key).text() != place.value.text())
        return fault("it is not found by its " + std::string(place.key));
    for (const json::Member& key : trip::search_terms(arena, expected).members())
      if (terms->find(key.key) == nullptr) return fault("a word has no key in its row");
  }

  Instant now_;
  BatchRunner& runner_;
  Audit out_;
  std::string where_;
};

}  // namespace

Result<Audit> audit(Instant now, BatchRunner& runner) {
  return Auditor(now, runner).audit();
}

}  // namespace vg::app
