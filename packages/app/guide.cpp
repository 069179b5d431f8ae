#include "app/answer.hpp"
#include "app/factories.hpp"
#include "app_files.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "trip/description.hpp"

#include <array>

namespace vg::app {
namespace {

using json::Value;

struct Topic {
  std::string_view name, text;
};
constexpr std::array<Topic, 9> kTopics = {{{"start", files::kFile_start_md},
                                           {"interview", files::kFile_interview_md},
                                           {"planning", files::kFile_planning_md},
                                           {"proposal", files::kFile_proposal_md},
                                           {"confirmed", files::kFile_confirmed_md},
                                           {"editing", files::kFile_editing_md},
                                           {"options", files::kFile_options_md},
                                           {"publishing", files::kFile_publishing_md},
                                           {"privacy", files::kFile_privacy_md}}};
constexpr std::string_view kGuideVersion = "1";

constexpr shape::Field kFields[] = {
    shape::choice(
        "topic", shape::advisor,
        "start interview planning proposal confirmed editing fields options publishing privacy"),
    shape::label("section", shape::advisor, "Of fields: lodging, itinerary/activities").up_to(100),
};

std::string fields_of(const shape::Shape& shape, std::string_view where) {
  std::string out = "Fields of " + std::string(where) + ":\n";
  for (const shape::Field& field : shape.fields) {
    out += "- " + std::string(field.name) +
           (field.visibility == shape::Visibility::client ? "" : " (not on pages)");
    if (field.shape)
      out += field.kind == shape::Kind::items || field.kind == shape::Kind::list ? ", a list"
                                                                                 : ", an object";
    if (!field.words.empty()) out += ", one of " + std::string(field.words);
    if (field.kind == shape::Kind::money) out += ", an amount";
    if (field.kind == shape::Kind::date) out += ", a date";
    if (!field.doc.empty()) out += ": " + std::string(field.doc);
    out += "\n";
  }
  return out;
}

Result<std::string> fields_text(std::string_view section) {
  const shape::Shape* shape = &trip::kTrip;
  for (std::string_view step : split(section, '/')) {
    if (step.empty()) continue;
    const shape::Match match = shape::match_field(*shape, step);
    if (match.field == nullptr || match.field->shape == nullptr)
      return Error{ErrorCode::invalid,
                   "there is no section '" + one_line(section, 60) + "'",
                   {{"/section", "leave it out to see the sections"}}};
    shape = match.field->shape;
  }
  return fields_of(*shape, section.empty() ? "a trip" : section);
}

class Guide final : public Action {
 public:
  explicit Guide(Value arguments)
      : topic_(arguments.get_text("topic")), section_(arguments.get_text("section")) {
    if (topic_.empty()) topic_ = section_.empty() ? "start" : "fields";
  }

  Result<store::Batch> plan(Context& context) override {
    if (!context.actor.tenant.empty()) return store::Batch();
    return start_batch(context, true);
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    if (context.actor.tenant.empty()) VG_CHECK(caller_of(context.actor, rows, "read"));
    std::string text;
    for (const Topic& topic : kTopics)
      if (topic.name == topic_) text = topic.text;
    if (topic_ == "fields") {
      VG_TRY(text, fields_text(section_));
    }
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.add("topic", Value(topic_)).add("version", Value(kGuideVersion)).add_copy("text", text);
    return Reply{std::move(text), json::write(data.finish()), {}, {}};
  }

 private:
  std::string_view topic_;
  std::string_view section_;
};

}  // namespace

const shape::Shape kGuideArguments = {.name = "guide", .fields = kFields};

Result<ActionPtr> make_guide(json::Arena&, Value arguments, const Environment&) {
  return ActionPtr(new Guide(arguments));
}

}  // namespace vg::app
