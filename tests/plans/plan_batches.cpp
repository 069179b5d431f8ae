// Makes the populated database, and says what the program plans on it.
//
//   plan_batches fill <file> <trips>   a new file
//   plan_batches play <file>           JSON: the text of every statement; every call with whether
//                                      its work may grow with the trips, and with its batches:
//                                      statements, their parameters and the rows they answered
#include "base/text.hpp"
#include "json/write.hpp"
#include "platform/sqlite/connection.hpp"
#include "platform/sqlite/migrate.hpp"
#include "store/statements.hpp"
#include "tests/plans/play.hpp"
#include "tests/plans/population.hpp"

#include <cstdio>
#include <string>

namespace {

using namespace vg;
using json::Value;

int fill(const std::string& path, int trips) {
  auto connection = sqlite::Connection::open(path, sqlite::Durability::fast);
  if (!connection || !sqlite::migrate(**connection) ||
      !plans::populate(**connection, trips, VG_SOURCE_DIR)) {
    std::fprintf(stderr, "the database was not filled; is there one already?\n");
    return 1;
  }
  return 0;
}

Value value_of(json::Arena& arena, const store::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return Value(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return Value(arena.copy(*text));
  return Value();
}

Value list_of(json::Arena& arena, const std::vector<store::Cell>& cells) {
  json::ArrayBuilder out(arena);
  for (const store::Cell& cell : cells) out.add(value_of(arena, cell));
  return out.finish();
}

Value call_of(json::Arena& arena, const plans::Played& played) {
  json::ArrayBuilder batches(arena);
  for (const auto& batch : played.batches) {
    json::ArrayBuilder statements(arena);
    for (const plans::Ran& ran : batch) {
      json::ArrayBuilder rows(arena);
      for (const auto& row : ran.rows) rows.add(list_of(arena, row));
      statements.add(json::ObjectBuilder(arena)
                         .add("statement", Value(ran.name))
                         .add("params", list_of(arena, ran.statement.params))
                         .add("rows", rows.finish())
                         .finish());
    }
    batches.add(statements.finish());
  }
  return json::ObjectBuilder(arena)
      .add_copy("name", played.name)
      .add("grows", Value(played.growth != plans::Growth::none))
      .add("batches", batches.finish())
      .finish();
}

int play(const std::string& path) {
  json::Arena arena(1024 * 1024);
  json::ObjectBuilder statements(arena);
  for (const store::NamedSql& statement : store::all_statements())
    statements.add(statement.name, Value(statement.sql));
  plans::File file(path);
  json::ArrayBuilder calls(arena);
  for (const plans::Played& played : plans::play(file)) calls.add(call_of(arena, played));
  const std::string text = json::write(json::ObjectBuilder(arena)
                                           .add("statements", statements.finish())
                                           .add("calls", calls.finish())
                                           .finish());
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 2 ? argv[1] : "";
  if (verb == "fill" && argc == 4) {
    if (const auto trips = parse_integer(argv[3])) return fill(argv[2], static_cast<int>(*trips));
  }
  if (verb == "play" && argc == 3) return play(argv[2]);
  std::fprintf(stderr, "usage: plan_batches fill <file> <trips> | plan_batches play <file>\n");
  return 2;
}
