// What an inventory knows: facts of a few kinds, each with its place.
//
// To add a kind: its name in Kind, its row in fact.cpp, a scanner that finds it (scan.hpp). Every
// form of the output follows from the row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::inventory {

enum class Kind : std::uint8_t {
  worker,
  binding,
  package,
  server,
  tool,
  handler,
  query,
  query_loop,
  table,
  render_service,
  workflow,
  chat,
  chat_server,
  image,
  container,
  api,
  secret,
  problem
};

enum class Form : std::uint8_t { text, list, number, flag };

struct Column {
  std::string_view name;
  Form form = Form::text;
};

struct KindRow {
  Kind kind;
  std::string_view name;   // `workers`, the member of the JSON output
  std::string_view title;  // `Workers`, of a table
  std::span<const Column> columns;
  bool has_place = true;  // false for what is put together of several places
};
// In the order of the output, which is that of Kind.
std::span<const KindRow> kinds();
const KindRow& row_of(Kind kind);

struct Detail {
  std::string_view column;  // of the row of the kind
  std::vector<std::string> values;
};

struct Fact {
  Kind kind = Kind::problem;
  std::string name;
  std::string file;     // below the tree, with `/`
  int line = 0;         // 0 for a whole file
  std::string service;  // the Worker, package or folder that the file belongs to
  std::vector<Detail> details;

  Fact& set(std::string_view column, std::string_view value);
  Fact& set(std::string_view column, std::int64_t number);
  Fact& add(std::string_view column, std::string_view value);  // once for each value
  Fact& flag(std::string_view column, bool on);

  std::span<const std::string> list(std::string_view column) const;
  std::string_view get(std::string_view column) const;  // the first value, or nothing
};

bool operator<(const Fact& a, const Fact& b);  // by kind, service, file, line, name, details

}  // namespace vg::inventory
