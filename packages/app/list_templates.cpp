#include "app/answer.hpp"
#include "app/factories.hpp"
#include "json/write.hpp"

namespace vg::app {
namespace {

using json::Value;

class ListTemplates final : public Action {
 public:
  explicit ListTemplates(const Environment& environment) : environment_(environment) {}

  Result<store::Batch> plan(Context& context) override {
    if (!context.actor.tenant.empty()) return store::Batch();
    return start_batch(context, true);
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    if (context.actor.tenant.empty()) VG_CHECK(caller_of(context.actor, rows, "read"));
    json::Arena arena;
    json::ArrayBuilder list(arena);
    std::string text = "Templates of pages:\n";
    for (const templates::Theme& theme : environment_.themes->all()) {
      text += "- " + std::string(theme.name) + ": " + std::string(theme.description) + "\n";
      json::ObjectBuilder row(arena);
      list.add(row.add("name", Value(theme.name))
                   .add("title", Value(theme.title))
                   .add("description", Value(theme.description))
                   .finish());
    }
    const trip::NextStep next{"render_trip", "see a trip with one of them"};
    json::ObjectBuilder data(arena);
    data.add("templates", list.finish()).add("next", data_of(arena, next));
    return Reply{text + words_of(next), json::write(data.finish()), {}, {}};
  }

 private:
  const Environment& environment_;
};

}  // namespace

const shape::Shape kListTemplatesArguments = {.name = "list_templates", .fields = {}};

Result<ActionPtr> make_list_templates(json::Arena&, Value, const Environment& environment) {
  return ActionPtr(new ListTemplates(environment));
}

}  // namespace vg::app
