#include "inventory/report.hpp"

#include "base/text.hpp"
#include "json/write.hpp"

#include <algorithm>

namespace vg::inventory {
namespace {

std::string place_of(const Fact& fact) {
  return fact.line > 0 ? fact.file + ":" + std::to_string(fact.line) : fact.file;
}

std::string joined(std::span<const std::string> values) {
  std::string out;
  for (const std::string& value : values) out.append(out.empty() ? "" : ", ").append(value);
  return out;
}

// A kind as rows of cells, the first of them the heads; columns that are empty everywhere are left
// out.
std::vector<std::vector<std::string>> cells_of(const Inventory& inventory, const KindRow& row) {
  const auto facts = inventory.of(row.kind);
  std::vector<std::vector<std::string>> columns = {{"name"}, {"service"}};
  for (const Fact& fact : facts) {
    columns[0].push_back(fact.name);
    columns[1].push_back(fact.service);
  }
  for (const Column& column : row.columns) {
    std::vector<std::string>& cells = columns.emplace_back();
    cells.emplace_back(column.name);
    std::ranges::replace(cells[0], '_', ' ');
    for (const Fact& fact : facts) cells.push_back(joined(fact.list(column.name)));
  }
  if (row.has_place) {
    std::vector<std::string>& cells = columns.emplace_back(1, "place");
    for (const Fact& fact : facts) cells.push_back(place_of(fact));
  }
  std::erase_if(columns, [](const std::vector<std::string>& cells) {
    return std::all_of(cells.begin() + 1, cells.end(),
                       [](const std::string& cell) { return cell.empty(); });
  });
  std::vector<std::vector<std::string>> out(facts.size() + 1);
  for (const auto& cells : columns)
    for (std::size_t i = 0; i < cells.size(); ++i) out[i].push_back(cells[i]);
  return out;
}

void append_aligned(std::string& out, const std::vector<std::vector<std::string>>& rows) {
  constexpr std::size_t kWidest = 60;  // what is longer moves the rest of its line
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], std::min(count_code_points(row[i]), kWidest));
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += " " + row[i];
      line.append(widths[i] - std::min(widths[i], count_code_points(row[i])) + 1, ' ');
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_<>|[]").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

json::Value value_of(json::Arena& arena, const Fact& fact, const Column& column) {
  const auto values = fact.list(column.name);
  switch (column.form) {
    case Form::text: return json::Value(arena.copy(fact.get(column.name)));
    case Form::number: return json::Value(parse_integer(fact.get(column.name)).value_or(0));
    case Form::flag: return json::Value(!values.empty());
    case Form::list: {
      json::ArrayBuilder list(arena);
      for (const std::string& value : values) list.add_copy(value);
      return list.finish();
    }
  }
  return {};
}

json::Value object_of(json::Arena& arena, const Fact& fact, const KindRow& row) {
  json::ObjectBuilder out(arena);
  out.add_copy("name", fact.name);
  if (row.kind != Kind::table) out.add_copy("service", fact.service);
  if (row.has_place) out.add_copy("file", fact.file).add("line", json::Value(fact.line));
  for (const Column& column : row.columns) out.add(column.name, value_of(arena, fact, column));
  return out.finish();
}

std::string size_text(std::int64_t bytes) {
  constexpr std::int64_t kTenth = 100'000;  // of a megabyte
  return std::to_string(bytes / (10 * kTenth)) + "." + std::to_string(bytes / kTenth % 10) + " MB";
}

}  // namespace

std::string summary_of(const Counts& counts) {
  std::string out = count_of(counts.read, "file") + " read (" + size_text(counts.bytes) + ")";
  std::string left;
  const auto say = [&](std::int64_t n, std::string_view one, std::string_view many) {
    if (n > 0) left.append(left.empty() ? "; left out: " : ", ").append(count_of(n, one, many));
  };
  say(counts.vendored_folders, "folder of vendored code", "folders of vendored code");
  say(counts.binary, "binary file", "binary files");
  say(counts.minified, "minified file", "minified files");
  say(counts.too_large, "file over 2 MB", "files over 2 MB");
  say(counts.links, "symbolic link", "symbolic links");
  say(counts.special, "special file", "special files");
  say(counts.unreadable, "that cannot be read", "that cannot be read");
  return out + left;
}

std::string as_table(const Inventory& inventory) {
  std::string out = summary_of(inventory.counts) + "\n";
  for (const KindRow& row : kinds()) {
    // Handlers and tables say what queries say, for people.
    const auto facts = inventory.of(row.kind);
    if (facts.empty() || row.kind == Kind::query) continue;
    out += "\n" + std::string(row.title) + " (" + std::to_string(facts.size()) + ")\n";
    append_aligned(out, cells_of(inventory, row));
  }
  return out;
}

std::string as_json(const Inventory& inventory) {
  json::Arena arena;
  json::ObjectBuilder out(arena);
  json::ArrayBuilder roots(arena);
  for (const std::string& root : inventory.roots) roots.add_copy(root);
  json::ObjectBuilder counts(arena);
  for (const CountRow& row : count_rows())
    counts.add(row.name, json::Value(inventory.counts.*row.member));
  out.add("roots", roots.finish()).add("counts", counts.finish());
  for (const KindRow& row : kinds()) {
    json::ArrayBuilder list(arena);
    for (const Fact& fact : inventory.of(row.kind)) list.add(object_of(arena, fact, row));
    out.add(row.name, list.finish());
  }
  return json::write_pretty(out.finish()) + "\n";
}

std::string as_markdown(const Inventory& inventory) {
  std::string out = "# Inventory\n\n" + summary_of(inventory.counts) + ".\n";
  for (const KindRow& row : kinds()) {
    if (inventory.of(row.kind).empty()) continue;
    out += "\n## " + std::string(row.title) + "\n\n";
    const auto rows = cells_of(inventory, row);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out += "|";
      for (const std::string& cell : rows[i]) out += " " + escaped(cell) + " |";
      out += "\n";
      if (i > 0) continue;
      out += "|";
      for (std::size_t k = 0; k < rows[0].size(); ++k) out += "---|";
      out += "\n";
    }
  }
  return out + "\n## What depends on what\n\n```mermaid\n" + as_mermaid(graph_of(inventory)) +
         "```\n";
}

}  // namespace vg::inventory
