#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/not_shown.hpp"
#include "app/preview.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kValuesShown = 8;
constexpr std::size_t kFindingsShown = 4;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::label("template", shape::advisor).up_to(40),
};

class RenderTrip final : public Action {
 public:
  RenderTrip(const Environment& environment, Value arguments, const templates::Theme& theme)
      : environment_(environment), trip_id_(arguments.get_text("trip_id")), theme_(theme) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_TRY(const Caller caller, caller_of(context.actor, rows, "read"));
    if (rows[1].empty()) return no_such_trip(trip_id_);
    const std::int64_t version = rows[1].integer(0, 0);
    json::Arena arena(64 * 1024);
    VG_TRY(const Value document, json::parse(arena, rows[1].text(0, 1)));
    VG_TRY(const templates::Rendering page, templates::render_page(theme_, document));
    const auto findings = trip::check_readiness(document, context.now.date());
    const std::string link =
        preview_link(environment_, caller.tenant, trip_id_, theme_.name, context.now);
    const trip::NextStep next{"publish_trip", "when the preview is right, publish it to staging"};
    std::string text = "Rendered " + std::string(trip_id_) + ", version " +
                       std::to_string(version) + ", " +
                       std::to_string((page.html.size() + 512) / 1024) + " KB.\n";
    text += link.empty() ? "There is no preview link: this server is not reached by HTTP.\n"
                         : "Preview for 24 hours: " + link + "\n";
    text += not_shown_words(page, kValuesShown);
    if (!findings.empty()) text += "To look at:\n" + words_of(findings, kFindingsShown);
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_)
        .add("version", Value(version))
        .add("template", Value(theme_.name))
        .add_copy("preview_url", link);
    data.add("bytes", Value(static_cast<std::int64_t>(page.html.size())))
        .add("not_shown", not_shown_data(arena, page));
    data.add("findings", data_of(arena, findings, kFindingsShown))
        .add("next", data_of(arena, next));
    return Reply{ended_with(text, next), json::write(data.finish()), version, {}};
  }

 private:
  const Environment& environment_;
  std::string_view trip_id_;
  const templates::Theme& theme_;
};

}  // namespace

const shape::Shape kRenderTripArguments = {.name = "render_trip", .fields = kFields};

Result<ActionPtr> make_render_trip(json::Arena&, Value arguments, const Environment& environment) {
  const templates::Theme* theme = environment.themes->find(arguments.get_text("template"));
  if (theme == nullptr)
    return Error{ErrorCode::invalid,
                 "there is no such template",
                 {{"/template", "one of list_templates is expected"}}};
  return ActionPtr(new RenderTrip(environment, arguments, *theme));
}

}  // namespace vg::app
