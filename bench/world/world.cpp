#include "bench/world/world.hpp"

#include "app/use_cases.hpp"
#include "json/parse.hpp"
#include "platform/host/world.hpp"

namespace vg::bench {

Result<std::unique_ptr<World>> World::open(const std::string& path, sqlite::Durability durability) {
  std::unique_ptr<World> world(new World());
  VG_TRY(world->database_, sqlite::Database::open({.path = path, .durability = durability}));
  world->environment_.version = "bench";
  VG_TRY(world->environment_.themes, templates::Themes::load());
  return world;
}

Context World::context() const {
  Context context = host::make_context();
  context.actor = Actor::from_token(kToken);
  return context;
}

Call::Call(const World& world, std::string_view tool, std::string arguments)
    : world_(world), tool_(tool), arguments_(std::move(arguments)) {}

Result<app::Step> Call::start() {
  VG_TRY(const json::Value arguments, json::parse(arena_, arguments_));
  VG_TRY(app::ActionPtr action,
         app::make_action(*app::find_use_case(tool_), arena_, arguments, world_.environment()));
  run_ = std::make_unique<app::Run>(std::move(action), world_.context());
  return run_->start();
}

Result<Outcome> run(World& world, Call& call) {
  Outcome out;
  auto step = call.start();
  for (;;) {
    if (!step) return std::move(step).error();
    if (auto* reply = std::get_if<app::Reply>(&*step)) {
      out.reply = std::move(*reply);
      return out;
    }
    auto* batch = std::get_if<store::Batch>(&*step);
    VG_ASSERT(batch != nullptr);  // no benchmark changes a site
    ++out.database_calls;
    const auto rows = world.database().run(std::move(*batch));
    if (!rows) return rows.error();
    step = call.rows(*rows);
  }
}

}  // namespace vg::bench
