#include "platform/cutover/writes.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "store/statements.hpp"

#include <set>

namespace vg::cutover {

using json::Value;
using store::cell;

namespace {

constexpr std::int64_t kEventsOfPage = 200;

// The JSON of a column as it is, without being read.
std::string member(std::string_view name, std::string_view json) {
  return ",\"" + std::string(name) + "\":" + std::string(json);
}

class Export {
 public:
  Export(sqlite::Database& database, const Context& context, Instant since)
      : database_(database), context_(context), since_(since) {}

  Status run() {
    VG_CHECK(events());
    for (const std::string& subject : subjects_) VG_CHECK(document(subject));
    return publications();
  }

  Writes counts;
  std::string lines, page;

 private:
  Result<store::Rows> ask(std::string_view sql, std::vector<store::Cell> own) {
    store::Batch batch;
    batch.add(sql, context_, std::move(own));
    return database_.run(std::move(batch));
  }

  Status events() {
    std::string subject;
    std::int64_t version = 0;
    for (;;) {
      VG_TRY(const store::Rows rows,
             ask(store::kEventsSince, {cell(subject), version, since_.ms, kEventsOfPage}));
      for (std::size_t i = 0; i < rows[0].size(); ++i) event(rows[0], i);
      if (rows[0].empty()) return Done();
      const std::size_t last = rows[0].size() - 1;
      subject = rows[0].text(last, 0);
      version = rows[0].integer(last, 1);
    }
  }

  void event(const store::ResultSet& rows, std::size_t row) {
    ++counts.events;
    subjects_.emplace(rows.text(row, 0));
    lines += "{\"what\":\"event\"" + member("subject", json::quoted(rows.text(row, 0))) +
             member("version", std::to_string(rows.integer(row, 1))) +
             member("kind", json::quoted(rows.text(row, 2))) +
             member("at", json::quoted(to_iso(Instant{rows.integer(row, 3)}))) +
             member("actor", json::quoted(rows.text(row, 4))) +
             member("payload", rows.text(row, 5)) + "}\n";
  }

  Status document(const std::string& subject) {
    const bool is_trip = subject.starts_with("t_");
    json::Arena arena;
    json::ArrayBuilder asked(arena);
    if (is_trip)
      asked.add(Value(subject));
    else
      asked.add(json::ObjectBuilder(arena).add("id", Value(subject)).add("email", "").finish());
    std::vector<store::Cell> own = {cell(json::write(asked.finish()))};
    if (is_trip) own.emplace_back(std::int64_t{1});
    VG_TRY(const store::Rows rows,
           ask(is_trip ? store::kImportedTrips : store::kImportedClients, std::move(own)));
    if (rows[0].empty()) return Done();
    ++(is_trip ? counts.trips : counts.clients);
    const std::string_view text = rows[0].text(0, is_trip ? 2 : 3);
    lines += std::string("{\"what\":\"") + (is_trip ? "trip" : "client") + "\"" +
             member("id", json::quoted(subject)) + member("document", text) + "}\n";
    describe(subject, text);
    return Done();
  }

  void describe(const std::string& subject, std::string_view text) {
    json::Arena arena;
    const auto document = json::parse(arena, text);
    if (!document) return;
    const Value legacy = document->get("_private").get("legacy");
    const std::string_view title = document->get("meta").get_text("title");
    page += "- " + subject;
    if (!title.empty()) page += ": " + std::string(title);
    page += legacy.get_text("key").empty()
                ? ", new here"
                : ", row " + std::string(legacy.get_text("key")) + " of the old system";
    page += "\n";
  }

  Status publications() {
    VG_TRY(const store::Rows rows, ask(store::kPublicationsSince, {since_.ms}));
    for (std::size_t i = 0; i < rows[0].size(); ++i) {
      ++counts.publications;
      lines += "{\"what\":\"publication\"" + member("trip", json::quoted(rows[0].text(i, 0))) +
               member("target", json::quoted(rows[0].text(i, 1))) +
               member("action", json::quoted(rows[0].text(i, 2))) +
               member("version", std::to_string(rows[0].integer(i, 3))) +
               member("url", json::quoted(rows[0].text(i, 4))) +
               member("at", json::quoted(to_iso(Instant{rows[0].integer(i, 5)}))) + "}\n";
    }
    return Done();
  }

  sqlite::Database& database_;
  const Context& context_;
  Instant since_;
  std::set<std::string> subjects_;
};

}  // namespace

Result<Writes> export_writes(sqlite::Database& database, const Context& context, Instant since,
                             const std::filesystem::path& file) {
  Export exporting(database, context, since);
  VG_CHECK(exporting.run());
  const Writes& counts = exporting.counts;
  const std::string page =
      "# Changed in Voygent since " + to_iso(since) + "\n\n" + std::to_string(counts.trips) +
      " trips, " + std::to_string(counts.clients) + " clients, " + std::to_string(counts.events) +
      " events and " + std::to_string(counts.publications) +
      " publications are in the file of JSON lines beside this one, whole.\n\n" + exporting.page;
  VG_CHECK(folder::replace_file(file.string() + ".jsonl", exporting.lines));
  VG_CHECK(folder::replace_file(file.string() + ".md", page));
  return counts;
}

}  // namespace vg::cutover
