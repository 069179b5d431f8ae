// store_counts <file>: what each workload costs in things that can be counted, as JSON. Needs the
// library of counting.c preloaded. The file is changed.
#include "bench/world/workloads.hpp"
#include "bench/world/world.hpp"
#include "json/write.hpp"

#include <dlfcn.h>
#include <filesystem>
#include <iostream>

namespace vg::bench {
namespace {

using Each = void (*)(void*, const char* kind, const char* name, long long times);
using TakeCounts = void (*)(Each, void*);

struct Counter {
  TakeCounts take;
  std::string write_ahead_log;
};

json::Value counts_of(json::Arena& arena, const Counter& counter) {
  struct Collected {
    json::Arena& arena;
    json::ObjectBuilder all;
  } collected{arena, json::ObjectBuilder(arena)};
  counter.take(
      [](void* to, const char* kind, const char* name, long long times) {
        auto& into = *static_cast<Collected*>(to);
        const std::string key = std::string(kind) + (*name == 0 ? "" : " ") + name;
        into.all.add(into.arena.copy(key), json::Value(std::int64_t{times}));
      },
      &collected);
  return collected.all.finish();
}

std::int64_t size_of(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

std::int64_t bytes_of(const store::Batch& batch) {
  std::size_t bytes = 0;
  for (const store::Statement& statement : batch.statements)
    for (const store::Cell& cell : statement.params)
      if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  return static_cast<std::int64_t>(bytes);
}

// One call, as run() does it, with what it cost.
Result<json::Value> count_call(json::Arena& arena, World& world, Call& call,
                               const Counter& counter) {
  (void)counts_of(arena, counter);
  const std::int64_t log_before = size_of(counter.write_ahead_log);
  std::int64_t calls = 0;
  std::int64_t statements = 0;
  std::int64_t parameter_bytes = 0;
  auto step = call.start();
  while (step && std::holds_alternative<store::Batch>(*step)) {
    store::Batch batch = std::move(std::get<store::Batch>(*step));
    ++calls;
    statements += std::ssize(batch.statements);
    parameter_bytes += bytes_of(batch);
    const auto rows = world.database().run(std::move(batch));
    if (!rows) return rows.error();
    step = call.rows(*rows);
  }
  if (!step) return step.error();
  const auto& reply = std::get<app::Reply>(*step);
  json::ObjectBuilder out(arena);
  out.add("database_calls", json::Value(calls))
      .add("statements", json::Value(statements))
      .add("parameter_bytes", json::Value(parameter_bytes))
      .add("text_bytes", json::Value(std::ssize(reply.text)))
      .add("data_bytes", json::Value(std::ssize(reply.data)))
      .add("log_bytes", json::Value(size_of(counter.write_ahead_log) - log_before))
      .add("counts", counts_of(arena, counter));
  return out.finish();
}

// Trips made of the first two documents: one has a hold date, which stands in an index, one has
// none.
struct Case {
  std::string_view name;
  std::size_t trip;
};
constexpr std::array<Case, 2> kCases = {{{"with a hold date", 0}, {"without", 1}}};

Result<json::Value> count_all(json::Arena& arena, World& world, const std::string& path,
                              const Counter& counter) {
  json::ArrayBuilder out(arena);
  VG_TRY(const Trips all, Trips::load(path));
  for (const Case& one : kCases) {
    Trips trips = all.only(one.trip);
    VG_CHECK(prepare_offers(world, trips));
    for (const Workload& workload : workloads(Dataset::Kind::trips)) {
      for (const char* when : {"first", "later"}) {
        Call call(world, workload.tool, workload.arguments(trips));
        VG_TRY(const json::Value counted, count_call(arena, world, call, counter));
        json::ObjectBuilder row(arena);
        row.add("workload", json::Value(workload.name))
            .add("trip", json::Value(one.name))
            .add("when", json::Value(when));
        for (const json::Member& member : counted.members()) row.add(member.key, member.value);
        out.add(row.finish());
      }
    }
  }
  return out.finish();
}

}  // namespace
}  // namespace vg::bench

int main(int argc, char** argv) {
  using namespace vg;
  // The address of a function that a library brings comes as one of data.
  const auto take = reinterpret_cast<bench::TakeCounts>(dlsym(RTLD_DEFAULT, "vg_take_counts"));
  if (argc != 2 || take == nullptr) {
    std::cerr << "usage: LD_PRELOAD=<library of counting.c> store_counts <file>\n";
    return 2;
  }
  const std::string path = argv[1];
  auto world = bench::World::open(path, sqlite::Durability::fast);
  json::Arena arena;
  const auto counted = world ? bench::count_all(arena, **world, path,
                                                {.take = take, .write_ahead_log = path + "-wal"})
                             : Result<json::Value>(world.error());
  if (!counted) {
    std::cerr << counted.error().message << "\n";
    return 1;
  }
  std::cout << json::write(*counted) << "\n";
  return 0;
}
