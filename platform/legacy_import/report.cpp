#include "platform/legacy_import/report.hpp"

#include "base/text.hpp"
#include "json/write.hpp"

#include <algorithm>
#include <array>

namespace vg::legacy_import {

using legacy::Count;

namespace {

constexpr Count kFirstRaw = Count::raw_days;
constexpr Count kFirstSum = Count::trips_total_cost;

// One after the other, with commas between them.
class List {
 public:
  explicit List(std::ostream& out) : out_(out) {}
  std::ostream& next() {
    if (!first_) out_ << ",\n  ";
    first_ = false;
    return out_;
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

std::string quoted(std::string_view text) {
  return json::quoted(text);
}

// As it is in the old system: a number where the key is one.
std::string id_of(std::string_view key) {
  const auto number = parse_integer(key);
  return number && std::to_string(*number) == key ? std::string(key) : quoted(key);
}

std::string_view name_of_kind(legacy::TableKind kind) {
  switch (kind) {
    case legacy::TableKind::known: return "known";
    case legacy::TableKind::unknown: return "unknown";
    case legacy::TableKind::system: return "system";
    case legacy::TableKind::virtual_table: return "virtual";
  }
  return {};
}

void write_counts(std::ostream& out, const Outcome& outcome, Count from, Count to) {
  List list(out);
  for (auto i = static_cast<std::size_t>(from); i < static_cast<std::size_t>(to); ++i)
    list.next() << quoted(name_of(static_cast<Count>(i))) << ": " << outcome.counts[i];
}

void write_tables(std::ostream& out, const Outcome& outcome) {
  List list(out);
  for (const TableStats& table : outcome.tables)
    list.next() << quoted(table.name) << ": {\"kind\": " << quoted(name_of_kind(table.kind))
                << ", \"rows\": " << table.rows << ", \"text_cells\": " << table.text_cells
                << ", \"text_bytes\": " << table.text_bytes
                << ", \"null_cells\": " << table.null_cells << "}";
}

constexpr const char* kKinds =
    "SELECT kind, count(*) FROM finding WHERE kind <> 'orphan' GROUP BY kind ORDER BY kind";
constexpr const char* kFindings =
    "SELECT tbl, row_key, detail FROM finding WHERE kind = ? ORDER BY rowid";
constexpr const char* kGroups =
    "SELECT kind, grp, min(tbl), count(*) FROM same WHERE kind <> ? GROUP BY kind, grp HAVING "
    "count(*) > 1 AND (max(but) = '' OR count(DISTINCT but) > 1) ORDER BY kind, min(rowid)";
constexpr const char* kGroup = "SELECT row_key FROM same WHERE kind = ? AND grp = ? ORDER BY rowid";

void write_dirt(std::ostream& out, Spill& spill) {
  List classes(out);
  Query kinds = spill.query(kKinds);
  while (kinds.row()) {
    classes.next() << quoted(kinds.text(0))
                   << ": {\"meaning\": " << quoted(meaning_of(kinds.text(0)))
                   << ", \"count\": " << kinds.integer(1) << ", \"rows\": [";
    List list(out);
    Query rows = spill.query(kFindings);
    rows.bind(kinds.text(0));
    while (rows.row()) {
      list.next() << "{\"table\": " << quoted(rows.text(0)) << ", \"id\": " << id_of(rows.text(1));
      if (!rows.text(2).empty()) out << ", \"detail\": " << quoted(rows.text(2));
      out << "}";
    }
    out << "]}";
  }
}

void write_orphans(std::ostream& out, Spill& spill) {
  List list(out);
  Query rows = spill.query(kFindings);
  rows.bind("orphan");
  while (rows.row()) {
    const std::string_view both = rows.text(0);
    const std::size_t at = both.find('>');
    list.next() << "{\"from\": " << quoted(both.substr(0, at))
                << ", \"id\": " << id_of(rows.text(1)) << ", \"ref\": " << quoted(rows.text(2))
                << ", \"to\": " << quoted(both.substr(at + 1)) << "}";
  }
}

void write_duplicates(std::ostream& out, Spill& spill) {
  List list(out);
  Query groups = spill.query(kGroups);
  groups.bind(legacy::kTwoCurrent);
  while (groups.row()) {
    list.next() << "{\"class\": " << quoted(groups.text(0))
                << ", \"table\": " << quoted(groups.text(2)) << ", \"ids\": [";
    List ids(out);
    Query rows = spill.query(kGroup);
    rows.bind(groups.text(0)).bind_blob(groups.text(1));
    while (rows.row()) ids.next() << id_of(rows.text(0));
    out << "]}";
  }
}

void write_trips(std::ostream& out, Spill& spill) {
  List list(out);
  Query rows = spill.query("SELECT row_key, counts FROM trip ORDER BY rowid");
  while (rows.row()) list.next() << quoted(rows.text(0)) << ": " << rows.text(1);
}

void write_usage(std::ostream& out, const Outcome& outcome) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "trips_created", "trips_published", "ai_requests", "tokens_in", "tokens_out", "cost_cents"};
  List list(out);
  for (const auto& [month, sums] : outcome.usage) {
    list.next() << quoted(month) << ": {";
    for (std::size_t i = 0; i < sums.size(); ++i)
      out << (i > 0 ? ", " : "") << quoted(kNames[i]) << ": " << sums[i];
    out << "}";
  }
}

void write_written(std::ostream& out, const Written& written) {
  out << "{\"trips\": " << written.trips << ", \"clients\": " << written.clients
      << ", \"rows\": " << written.rows << ", \"trips_there\": " << written.trips_there
      << ", \"clients_there\": " << written.clients_there
      << ", \"rows_there\": " << written.rows_there
      << ", \"trips_differ\": " << written.trips_differ
      << ", \"clients_differ\": " << written.clients_differ << ", \"slices\": " << written.slices
      << ", \"slices_skipped\": " << written.slices_skipped << "}";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

void row_of(std::ostream& out, std::string_view first, std::string_view second,
            std::string_view third = {}) {
  out << "<tr><td>" << escaped(first) << "</td><td>" << escaped(second) << "</td>";
  if (!third.empty()) out << "<td>" << escaped(third) << "</td>";
  out << "</tr>\n";
}

// `traveller_links` as a person reads it.
std::string in_words(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, '_', ' ');
  return out;
}

void write_page_duplicates(std::ostream& out, Spill& spill) {
  Query groups = spill.query(kGroups);
  groups.bind(legacy::kTwoCurrent);
  while (groups.row()) {
    Query rows = spill.query(kGroup);
    rows.bind(groups.text(0)).bind_blob(groups.text(1));
    std::string ids;
    while (rows.row()) ids += (ids.empty() ? "" : ", ") + std::string(rows.text(0));
    row_of(out, in_words(groups.text(0)), groups.text(2), ids);
  }
}

void write_page_findings(std::ostream& out, Spill& spill) {
  constexpr int kIdsShown = 40;
  Query kinds = spill.query(kKinds);
  while (kinds.row()) {
    out << "<tr><td>" << escaped(kinds.text(0)) << "<br><small>"
        << escaped(meaning_of(kinds.text(0))) << "</small></td><td>" << kinds.integer(1)
        << "</td><td>";
    Query rows = spill.query(kFindings);
    rows.bind(kinds.text(0));
    for (int shown = 0; shown <= kIdsShown && rows.row(); ++shown)
      out << (shown > 0 ? ", " : "")
          << (shown == kIdsShown
                  ? "…"
                  : escaped(std::string(rows.text(0)) + " " + std::string(rows.text(1))));
    out << "</td></tr>\n";
  }
}

}  // namespace

std::string words_on_differing(const Written& written) {
  if (written.trips_differ == 0 && written.clients_differ == 0) return {};
  return "About " + count_of(written.trips_differ, "trip") + " and " +
         count_of(written.clients_differ, "client") +
         " that were there the dump says something else than when they came; they stay as they "
         "are. `voygent cutover verify` names what differs.";
}

void write_json_report(std::ostream& out, const ReportHead& head, const Outcome& outcome) {
  out << "{\"file\": " << quoted(head.file) << ", \"source\": " << quoted(head.source)
      << ", \"at\": " << quoted(head.at) << ", \"dry_run\": " << (head.dry_run ? "true" : "false")
      << ",\n \"bytes\": " << outcome.bytes << ", \"lines\": " << outcome.lines
      << ", \"sha256\": " << quoted(outcome.digest) << ", \"rows\": " << outcome.rows << ",\n";
  const legacy::StatementCounts& counts = outcome.statements;
  out << " \"statements\": {\"inserts\": " << counts.inserts
      << ", \"sequence_rows\": " << counts.sequence_rows << ", \"indexes\": " << counts.indexes
      << ", \"triggers\": " << counts.triggers << ", \"views\": " << counts.views
      << "},\n \"warnings\": [";
  List warnings(out);
  for (legacy::Warning warning : outcome.warnings) warnings.next() << quoted(name_of(warning));
  out << "]";
  if (outcome.refusal) {
    const legacy::Refusal& refusal = *outcome.refusal;
    out << ",\n \"refused\": {\"error\": " << quoted(name_of(refusal.fault)) << ", \"line\": ";
    if (refusal.line > 0)
      out << refusal.line;
    else
      out << "null";
    out << ", \"byte\": " << refusal.byte << ", \"message\": " << quoted(refusal.message) << "}}\n";
    return;
  }
  out << ",\n \"tables\": {";
  write_tables(out, outcome);
  out << "},\n \"importable\": {";
  write_counts(out, outcome, Count::trips, kFirstRaw);
  out << "},\n \"raw\": {";
  write_counts(out, outcome, kFirstRaw, kFirstSum);
  out << "},\n \"checksums\": {";
  write_counts(out, outcome, kFirstSum, static_cast<Count>(legacy::kCounts));
  out << "},\n \"usage_by_month\": {";
  write_usage(out, outcome);
  out << "},\n \"per_trip\": {";
  write_trips(out, *outcome.spill);
  out << "},\n \"dirt\": {";
  write_dirt(out, *outcome.spill);
  out << "},\n \"orphans\": [";
  write_orphans(out, *outcome.spill);
  out << "],\n \"duplicates\": [";
  write_duplicates(out, *outcome.spill);
  out << "],\n \"written\": ";
  write_written(out, outcome.written);
  out << "}\n";
}

void write_page(std::ostream& out, const ReportHead& head, const Outcome& outcome) {
  out << "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width\"><title>Import of "
      << escaped(head.file)
      << "</title><style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
         "1rem;overflow-wrap:anywhere}"
         "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid "
         "#ccc;padding:.3rem;text-align:left;vertical-align:top}td+td{min-width:3rem}"
         "small{color:#555}</style>\n<h1>Import of "
      << escaped(head.file) << "</h1>\n<p>" << escaped(head.at)
      << (head.dry_run ? ", a dry run: nothing was written" : "") << ". " << outcome.bytes
      << " bytes, " << outcome.rows << " rows, SHA-256 " << escaped(outcome.digest) << ".</p>\n";
  if (outcome.refusal) {
    out << "<p><strong>Refused: " << escaped(name_of(outcome.refusal->fault)) << "</strong>, line "
        << outcome.refusal->line << ": " << escaped(outcome.refusal->message)
        << ". Nothing was changed.</p></html>\n";
    return;
  }
  const Written& written = outcome.written;
  out << "<p>Written: " << written.trips << " trips, " << written.clients << " clients, "
      << written.rows << " rows that are kept as they were. There already: " << written.trips_there
      << " trips, " << written.clients_there << " clients, " << written.rows_there << " rows. "
      << words_on_differing(written) << "</p>\n<h2>Taken over</h2><table>";
  for (std::size_t i = 0; i < static_cast<std::size_t>(kFirstRaw); ++i)
    row_of(out, in_words(name_of(static_cast<Count>(i))), std::to_string(outcome.counts[i]));
  out << "</table>\n<h2>What to look "
         "at</h2><table><tr><th>Class</th><th>Rows</th><th>Which</th></tr>\n";
  write_page_findings(out, *outcome.spill);
  out << "</table>\n<h2>Rows that say the same</h2><table>";
  write_page_duplicates(out, *outcome.spill);
  out << "</table>\n<h2>References that lead nowhere</h2><table>";
  Query orphans = outcome.spill->query(kFindings);
  orphans.bind("orphan");
  while (orphans.row()) row_of(out, orphans.text(0), orphans.text(1), orphans.text(2));
  out << "</table>\n<h2>Tables</h2><table>";
  for (const TableStats& table : outcome.tables)
    row_of(out, table.name, std::to_string(table.rows), name_of_kind(table.kind));
  out << "</table></html>\n";
}

}  // namespace vg::legacy_import
