#include "tests/contract/workbench.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "tests/support/files.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace vg::test {
namespace {

json::Value at(json::Arena& arena, const std::string& data, std::string_view path) {
  auto value = json::parse(arena, data);
  if (!value) return {};
  json::Value out = *value;
  for (std::string_view step : split(path, '/')) {
    const auto index = parse_integer(step);
    const bool there = out.is_array() && index && *index < std::ssize(out.items());
    out = there ? out.items()[static_cast<std::size_t>(*index)] : out.get(step);
  }
  return out;
}

class Runner final : public app::BatchRunner {
 public:
  explicit Runner(sqlite::Database& database) : database_(database) {}
  Result<store::Rows> run(store::Batch batch) override { return database_.run(std::move(batch)); }

 private:
  sqlite::Database& database_;
};

}  // namespace

std::string Called::text_at(std::string_view path) const {
  json::Arena arena;
  return std::string(at(arena, data, path).text());
}

std::int64_t Called::number_at(std::string_view path) const {
  json::Arena arena;
  return at(arena, data, path).integer();
}

Workbench::Workbench() {
  std::string pattern = (std::filesystem::temp_directory_path() / "vg-bench-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  environment_.version = "test";
  environment_.public_url = "http://localhost:1";
  environment_.preview_key = "key";
  environment_.sites = {{"staging", "http://site.example/"},
                        {"production", "http://prod.example/"}};
  auto themes = templates::Themes::load();
  VG_ASSERT(themes.has_value());
  environment_.themes = std::move(*themes);
  for (const app::SiteInfo& site : environment_.sites)
    sites_.try_emplace(site.target, folder_ + "/" + site.target);
  reopen();
}

Workbench::~Workbench() {
  database_.reset();
  std::filesystem::remove_all(folder_);
}

void Workbench::reopen() {
  database_.reset();
  auto database = sqlite::Database::open({.path = path(), .durability = sqlite::Durability::fast});
  VG_ASSERT(database.has_value());
  database_ = std::move(*database);
}

app::Compaction Workbench::compact(const app::Retention& retention) {
  Runner runner(*database_);
  const auto done = app::compact(retention, context(Actor::local("")).now, runner);
  VG_ASSERT(done.has_value());
  return *done;
}

std::vector<std::string> Workbench::faults() {
  Runner runner(*database_);
  auto audit = app::audit(context(Actor::local("")).now, runner);
  VG_ASSERT(audit.has_value());
  return std::move(audit->faults);
}

Context Workbench::context(const Actor& actor) {
  IdSource::Seed seed{};
  const std::uint32_t number = ++seed_;
  std::memcpy(seed.data(), &number, sizeof number);
  return {.now = {now_ms_ += 1'000}, .ids = IdSource(seed), .actor = actor};
}

Called Workbench::call_as(const Actor& actor, std::string_view tool, std::string_view arguments) {
  json::Arena arena;
  const std::string text(arguments);
  Called out;
  const auto parsed = json::parse(arena, text);
  if (!parsed) {
    out.error = parsed.error();
    return out;
  }
  auto action = app::make_action(*app::find_use_case(tool), arena, *parsed, environment_);
  if (!action) {
    out.error = action.error();
    return out;
  }
  app::Run run(std::move(*action), context(actor));
  auto step = run.start();
  for (;;) {
    if (!step) {
      out.error = step.error();
      return out;
    }
    if (auto* batch = std::get_if<store::Batch>(&*step)) {
      ++out.calls;
      auto rows = database_->run(std::move(*batch));
      step = rows ? run.rows(*rows) : Result<app::Step>(rows.error());
    } else if (const auto* change = std::get_if<publish::SiteChange>(&*step)) {
      auto outcome = sites_.at(change->target).apply(*change);
      step = outcome ? run.site(*outcome) : Result<app::Step>(outcome.error());
    } else {
      app::Reply& reply = std::get<app::Reply>(*step);
      out.ok = true;
      out.text = std::move(reply.text);
      out.data = std::move(reply.data);
      return out;
    }
  }
}

std::string trip_json(std::string_view name) {
  return VG_FILE("tests/data/trips/" + std::string(name) + ".json");
}

std::string create_trip(Workbench& bench, std::string_view title) {
  const Called made =
      bench.call("create_trip", R"({"title":")" + std::string(title) + R"(","currency":"EUR"})");
  VG_ASSERT(made.ok);
  return made.text_at("trip_id");
}

std::string edit(std::string_view trip, std::string_view operations, std::string_view more) {
  return R"({"trip_id":")" + std::string(trip) + R"(","operations":)" + std::string(operations) +
         std::string(more) + "}";
}

std::string set_title(std::string_view trip, std::string_view title, std::string_view more) {
  return edit(trip, R"([{"op":"set","path":"meta/title","value":")" + std::string(title) + R"("}])",
              more);
}

}  // namespace vg::test
