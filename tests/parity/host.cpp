// The native host with a clock and a randomness that the caller brings, one request per line of
// standard input, so that its answers can be compared with those of other hosts to the last byte.
//
//   parity_host DATABASE VARIABLES
//
// A line is {"now", "seed", "lines", "body"}, seed and body as hexadecimal digits and the lines as
// the frames.hpp of the worker has them, or {"sql"} for the rows of a query as lists. Each is
// answered with a line: {"status", "headers", "body", "database_calls"} or the rows.
#include "edge-api/worker/core/worker.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/host/drive.hpp"
#include "platform/sqlite/connection.hpp"
#include "platform/sqlite/database.hpp"

#include <algorithm>
#include <iostream>
#include <string>

namespace vg::parity {
namespace {

std::string from_hex(std::string_view digits) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  return out;
}

json::Value cell(json::Arena& arena, const store::ResultSet& rows, std::size_t row,
                 std::size_t column) {
  if (rows.is_null(row, column)) return {};
  const std::string_view text = rows.text(row, column);
  return text.empty() ? json::Value(rows.integer(row, column)) : json::Value(arena.copy(text));
}

std::string query(sqlite::Connection& connection, const std::string& sql) {
  const auto rows = connection.run_once(sql);
  if (!rows) return "{\"error\":" + json::quoted(rows.error().message) + "}";
  json::Arena arena;
  json::ArrayBuilder out(arena);
  for (std::size_t row = 0; row < rows->size(); ++row) {
    json::ArrayBuilder line(arena);
    for (std::size_t column = 0; column < rows->columns(); ++column)
      line.add(cell(arena, *rows, row, column));
    out.add(line.finish());
  }
  return json::write(out.finish());
}

std::string answer(const edge::Edge& edge, sqlite::Database& database, json::Value given) {
  const std::string seed_bytes = from_hex(given.get_text("seed"));
  IdSource::Seed seed{};
  std::copy_n(seed_bytes.begin(), std::min(seed.size(), seed_bytes.size()), seed.begin());
  const http::Request request =
      worker::read_request(given.get_text("lines"), from_hex(given.get_text("body")));
  IdSource ids(seed);
  const auto exchange =
      edge.open(request, {.now = {given.get("now").integer()}, .ids = ids.fork(), .actor = {}});
  const host::Driven driven = host::drive(*exchange, database, {});
  json::Arena arena;
  json::ObjectBuilder headers(arena);
  for (const http::Header& header : driven.response.headers)
    headers.set(header.name, json::Value(std::string_view(header.value)));
  return json::write(json::ObjectBuilder(arena)
                         .add("status", json::Value(driven.response.status))
                         .add("headers", headers.finish())
                         .add("body", json::Value(std::string_view(driven.response.body)))
                         .add("database_calls", json::Value(driven.meter.database_calls))
                         .finish());
}

int run(const std::string& file, const std::string& variables) {
  const auto worker = worker::Worker::start(variables, VG_VERSION);
  const auto database =
      sqlite::Database::open({.path = file, .durability = sqlite::Durability::fast});
  const auto connection = sqlite::Connection::open(file, sqlite::Durability::fast);
  if (!worker || !database || !connection) {
    std::cerr << (!worker     ? worker.error()
                  : !database ? database.error()
                              : connection.error())
                     .message
              << "\n";
    return 1;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    json::Arena arena;
    const auto given = json::parse(arena, line);
    if (!given) return 2;
    const std::string_view sql = given->get_text("sql");
    std::cout << (sql.empty() ? answer((*worker)->edge(), **database, *given)
                              : query(**connection, std::string(sql)))
              << "\n"
              << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace vg::parity

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: parity_host DATABASE VARIABLES\n";
    return 2;
  }
  return vg::parity::run(argv[1], argv[2]);
}
