#include "tests/plans/play.hpp"

#include "app/run.hpp"
#include "app/use_cases.hpp"
#include "json/parse.hpp"
#include "store/statements.hpp"
#include "tests/plans/population.hpp"

#include <cstring>
#include <sqlite3.h>

namespace vg::plans {
namespace {

using Prepared = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

// As the native host and D1 bind: every number as REAL.
void bind(sqlite3_stmt* statement, int index, const store::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    sqlite3_bind_double(statement, index, static_cast<double>(*number));
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                      SQLITE_STATIC);
  }
}

store::Cell column(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_NULL: return {};
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: return std::int64_t{sqlite3_column_int64(statement, index)};
    default:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, index)),
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
  }
}

Prepared prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  VG_ASSERT(code == SQLITE_OK);
  return {statement, sqlite3_finalize};
}

app::Environment environment() {
  app::Environment out;
  out.version = "test";
  out.public_url = "http://localhost:1";
  out.preview_key = "key";
  out.sites = {{"staging", "http://site.example/"}, {"production", "http://prod.example/"}};
  auto themes = templates::Themes::load();
  VG_ASSERT(themes.has_value());
  out.themes = std::move(*themes);
  return out;
}

Context context_of(std::uint64_t number) {
  IdSource::Seed seed{};
  std::memcpy(seed.data(), &number, sizeof number);
  return {.now = {kNow.ms + static_cast<std::int64_t>(number) * 1'000},
          .ids = IdSource(seed),
          .actor = advisor()};
}

store::ResultSet result_of(const Ran& ran) {
  store::ResultSet out(ran.columns.size());
  for (const auto& row : ran.rows)
    for (const store::Cell& cell : row) out.add(cell);
  return out;
}

// One call from its plan to its answer.
Played play_call(File& file, const app::Environment& environment, const Call& call,
                 std::uint64_t number) {
  Played out{.name = call.name, .growth = call.growth, .batches = {}, .error = {}};
  json::Arena arena(64 * 1024);
  const auto arguments = json::parse(arena, call.arguments);
  VG_ASSERT(arguments.has_value());
  auto action = app::make_action(*app::find_use_case(call.tool), arena, *arguments, environment);
  if (!action) {
    out.error = describe(action.error());
    return out;
  }
  app::Run run(std::move(*action), context_of(number));
  auto step = run.start();
  for (;;) {
    if (!step) {
      out.error = describe(step.error());
      return out;
    }
    if (const auto* batch = std::get_if<store::Batch>(&*step)) {
      store::Rows rows;
      out.batches.emplace_back();
      for (const store::Statement& statement : batch->statements) {
        out.batches.back().push_back(file.run(statement));
        rows.push_back(result_of(out.batches.back().back()));
      }
      step = run.rows(rows);
    } else if (std::holds_alternative<publish::SiteChange>(*step)) {
      step = run.site({.revision = "0123456789abcdef", .changed = true});
    } else {
      return out;
    }
  }
}

}  // namespace

File::File(const std::string& path) {
  VG_ASSERT(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
}

File::~File() {
  sqlite3_close(db_);
}

void File::execute(const char* sql) {
  VG_ASSERT(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

Ran File::run(const store::Statement& statement) {
  const Prepared prepared = prepare(db_, statement.sql);
  for (std::size_t i = 0; i < statement.params.size(); ++i)
    bind(prepared.get(), static_cast<int>(i) + 1, statement.params[i]);
  Ran out{.name = name_of(statement.sql),
          .statement = statement,
          .work = {},
          .parameters = static_cast<std::size_t>(sqlite3_bind_parameter_count(prepared.get())),
          .columns = {},
          .rows = {}};
  const int columns = sqlite3_column_count(prepared.get());
  for (int i = 0; i < columns; ++i)
    out.columns.emplace_back(sqlite3_column_name(prepared.get(), i));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(prepared.get())) == SQLITE_ROW) {
    out.rows.emplace_back();
    for (int i = 0; i < columns; ++i) out.rows.back().push_back(column(prepared.get(), i));
  }
  if (code != SQLITE_DONE) std::fprintf(stderr, "%s\n", sqlite3_errmsg(db_));
  VG_ASSERT(code == SQLITE_DONE);
  const auto count = [&](int what) { return sqlite3_stmt_status(prepared.get(), what, 0); };
  out.work = {.steps = count(SQLITE_STMTSTATUS_VM_STEP),
              .scanned = count(SQLITE_STMTSTATUS_FULLSCAN_STEP),
              .sorts = count(SQLITE_STMTSTATUS_SORT),
              .auto_index = count(SQLITE_STMTSTATUS_AUTOINDEX)};
  return out;
}

std::string_view name_of(std::string_view sql) {
  for (const store::NamedSql& statement : store::all_statements())
    if (statement.sql == sql) return statement.name;
  std::abort();
}

std::vector<Played> play(File& file) {
  const app::Environment known = environment();
  std::vector<Played> out;
  std::uint64_t number = 0;
  file.execute("BEGIN");
  for (const Call& call : calls()) out.push_back(play_call(file, known, call, ++number));
  for (const Direct& direct : direct_statements()) {
    Played played{.name = direct.name, .growth = direct.growth, .batches = {}, .error = {}};
    played.batches.push_back({file.run(direct.statement)});
    out.push_back(std::move(played));
  }
  file.execute("ROLLBACK");
  return out;
}

std::string sqlite_version() {
  return sqlite3_libversion();
}

}  // namespace vg::plans
