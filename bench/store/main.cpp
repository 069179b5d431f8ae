// store_benchmarks --database=<file> [--kind=histories] [--durability=fast] [flags of Google
// Benchmark]: the product's own way, use case by use case, on a file of bench_data. The file is
// changed.
#include "app/fold.hpp"
#include "bench/world/crowd.hpp"
#include "bench/world/measure.hpp"
#include "bench/world/workloads.hpp"
#include "bench/world/world.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/document.hpp"
#include "trip/facts.hpp"

#include <iostream>
#include <string>

namespace vg::bench {
namespace {

struct Bench {
  World& world;
  Trips& trips;
  Dataset::Kind kind;
};

// A call that a benchmark cannot do without; stops with the reason.
Outcome run_or_stop(World& world, Call& call) {
  auto out = run(world, call);
  if (!out) {
    std::cerr << out.error().message << "\n";
    std::exit(1);
  }
  return std::move(*out);
}

void run_workload(benchmark::State& state, Bench& bench, const Workload& workload) {
  std::int64_t calls = 0;
  std::size_t bytes = 0;
  measure(
      state,
      [&] {
        return std::make_unique<Call>(bench.world, workload.tool, workload.arguments(bench.trips));
      },
      [&](const std::unique_ptr<Call>& call) {
        const Outcome out = run_or_stop(bench.world, *call);
        calls = out.database_calls;
        bytes = out.reply.text.size() + out.reply.data.size();
      });
  state.counters["database_calls"] = static_cast<double>(calls);
  state.counters["answer_bytes"] = static_cast<double>(bytes);
}

// Writers that each wait for their answer: the time of one iteration is what one edit of all takes.
void run_writers(benchmark::State& state, Bench& bench) {
  Samples samples;
  Crowd crowd(bench.world);
  const auto start = [&] {
    const std::string id = bench.trips.any();
    const Status started = crowd.start(
        {"edit_trip", R"({"trip_id":")" + id +
                          R"(","operations":[{"op":"set","path":"meta/status","value":"w )" +
                          bench.trips.unique() + R"("}]})"});
    VG_ASSERT(started.has_value());
  };
  for (std::int64_t i = 0; i < state.range(0); ++i) start();
  for ([[maybe_unused]] auto one : state) {
    const auto took = crowd.finish_one();
    VG_ASSERT(took.has_value());
    samples.add(*took);
    start();
  }
  samples.report(state);
}

// ---- parts of an action alone, on the document of one trip

store::ResultSet rows_of(Bench& bench, std::string_view sql, std::vector<store::Cell> own) {
  store::Batch batch;
  batch.add(sql, bench.world.context(), std::move(own));
  auto rows = bench.world.database().read(batch);
  VG_ASSERT(rows.has_value() && !rows->front().empty());
  return std::move(rows->front());
}

void parse_document(benchmark::State& state, const std::string& text) {
  for ([[maybe_unused]] auto one : state) {
    json::Arena arena(64 * 1024);
    benchmark::DoNotOptimize(json::parse(arena, text));
  }
  state.counters["document_bytes"] = static_cast<double>(text.size());
}

void summarise_document(benchmark::State& state, const std::string& text) {
  json::Arena arena(64 * 1024);
  const json::Value document = *json::parse(arena, text);
  for ([[maybe_unused]] auto one : state) {
    const trip::Facts facts = trip::facts_of(document);
    benchmark::DoNotOptimize(trip::outline(document, facts, 1'200));
  }
}

void show_document(benchmark::State& state, const std::string& text) {
  json::Arena arena(64 * 1024);
  const json::Value document = *json::parse(arena, text);
  for ([[maybe_unused]] auto one : state) {
    json::Arena shown(64 * 1024);
    benchmark::DoNotOptimize(
        json::write(trip::show_document(shown, document, shape::Audience::advisor)));
  }
}

// Folding alone: the events were read before.
void fold_events(benchmark::State& state, Bench& bench, std::int64_t events) {
  const std::string trip = bench.trips.with_events(events);
  const store::ResultSet rows =
      rows_of(bench, store::kSelectEvents, {store::cell(trip), store::Cell(events)});
  for ([[maybe_unused]] auto one : state) {
    json::Arena arena(64 * 1024);
    benchmark::DoNotOptimize(app::fold_events(arena, rows));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows.size()));
}

void register_all(Bench& bench) {
  for (const Workload& workload : workloads(bench.kind))
    if (bench.kind == Dataset::Kind::trips || bench.trips.has_history(events_in(workload.name)))
      benchmark::RegisterBenchmark(
          std::string(workload.name).c_str(),
          [&bench, &workload](benchmark::State& state) { run_workload(state, bench, workload); })
          ->UseManualTime()
          ->Unit(benchmark::kMicrosecond);
  for (const std::int64_t events : {10, 100, 1'000, 10'000})
    if (bench.kind == Dataset::Kind::histories && bench.trips.has_history(events))
      benchmark::RegisterBenchmark(
          ("part/fold/events:" + std::to_string(events)).c_str(),
          [&bench, events](benchmark::State& state) { fold_events(state, bench, events); })
          ->Unit(benchmark::kMicrosecond);
  if (bench.kind == Dataset::Kind::histories) return;
  benchmark::RegisterBenchmark("writers",
                               [&bench](benchmark::State& state) { run_writers(state, bench); })
      ->Arg(1)
      ->Arg(2)
      ->Arg(8)
      ->Arg(32)
      ->UseRealTime()
      ->Unit(benchmark::kMicrosecond);
  static const std::string document(
      rows_of(bench, store::kSelectTrip, {store::cell(bench.trips.any())}).text(0, 1));
  for (const auto& [name, part] :
       {std::pair("part/parse", &parse_document), std::pair("part/summarise", &summarise_document),
        std::pair("part/show_and_write", &show_document)})
    benchmark::RegisterBenchmark(name, [run_part = part](benchmark::State& state) {
      run_part(state, document);
    })->Unit(benchmark::kMicrosecond);
}

}  // namespace
}  // namespace vg::bench

int main(int argc, char** argv) {
  using namespace vg;
  const std::string path = bench::take_flag(argc, argv, "database");
  const std::string durability = bench::take_flag(argc, argv, "durability");
  const auto kind = bench::take_flag(argc, argv, "kind") == "histories"
                        ? bench::Dataset::Kind::histories
                        : bench::Dataset::Kind::trips;
  benchmark::Initialize(&argc, argv);
  auto world = bench::World::open(
      path, durability == "fast" ? sqlite::Durability::fast : sqlite::Durability::safe);
  auto trips = world ? bench::Trips::load(path) : world.error();
  if (!trips || trips->count() == 0) {
    std::cerr << (trips ? "the file has no trips" : trips.error().message) << "\n";
    return 1;
  }
  bench::Bench bench{**world, *trips, kind};
  if (kind == bench::Dataset::Kind::trips) {
    if (const Status prepared = bench::prepare_offers(**world, *trips); !prepared) {
      std::cerr << prepared.error().message << "\n";
      return 1;
    }
  }
  bench::register_all(bench);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
