#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/difference.hpp"
#include "app/factories.hpp"
#include "app/fold.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/document.hpp"

namespace vg::app {
namespace {

constexpr std::int64_t kHistoryRows = 20;
constexpr std::size_t kHeadBytes = 512;  // of an answer, before what the text has too

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::choice("view", shape::advisor, "summary sections full private history diff",
                  "private adds _private and notes"),
    shape::labels("sections", shape::advisor, "Such as itinerary, lodging").up_to(20),
    shape::integer("version", shape::advisor, "An older one; history: before it").from(1),
    shape::integer("since", shape::advisor, "Diff from this version").from(1),
};

class ReadTrip final : public Action {
 public:
  explicit ReadTrip(json::Value arguments)
      : arguments_(arguments),
        trip_id_(arguments.get_text("trip_id")),
        view_(arguments.get_text("view")),
        version_(optional_integer(arguments, "version")),
        since_(optional_integer(arguments, "since")) {
    if (!view_.empty()) return;
    view_ = since_ ? "diff" : arguments.get("sections").items().empty() ? "summary" : "sections";
  }

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch;
    if (is_present()) {
      batch.add(store::kOpenTrip, context, {store::cell(trip_id_)});
      return batch;
    }
    batch = start_batch(context, true);
    if (view_ == "diff") {
      ask_difference(batch, context, compared());
    } else if (view_ == "history") {
      constexpr std::int64_t kNewest = 1'000'000'000;
      batch.add(store::kHistory, context,
                {store::cell(trip_id_), version_.value_or(kNewest), kHistoryRows});
    } else {
      batch.add(store::kSelectEvents, context, {store::cell(trip_id_), *version_});
    }
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "read"));
    if (view_ == "diff") return answer_difference(rows, compared());
    json::Arena arena(64 * 1024);
    if (is_present()) {
      if (rows[0].is_null(0, 3)) return no_such_trip(trip_id_);
      VG_TRY(const json::Value document, json::parse(arena, rows[0].text(0, 4)));
      return show(arena, document, rows[0].integer(0, 3));
    }
    const store::ResultSet& found = rows[1];
    if (found.empty()) return version_ ? no_such_version() : no_such_trip(trip_id_);
    if (view_ == "history") return history(found);
    const std::int64_t version = found.integer(found.size() - 1, 0);
    if (version != *version_) return no_such_version();
    VG_TRY(const json::Value document, fold_events(arena, found));
    return show(arena, document, version);
  }

 private:
  bool is_present() const { return view_ != "diff" && view_ != "history" && !version_; }

  Result<Step> show(json::Arena& arena, json::Value document, std::int64_t version) const {
    return view_ == "summary" ? summary(arena, document, version)
                              : content(arena, document, version);
  }

  Compared compared() const { return {.trip_id = trip_id_, .since = since_, .version = version_}; }

  Error no_such_version() const {
    return {ErrorCode::not_found,
            "the trip '" + one_line(trip_id_, 40) + "' has no version " +
                std::to_string(*version_) + "; see its history",
            {}};
  }

  json::ObjectBuilder head(json::Arena& arena, std::int64_t version) const {
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_).add("version", json::Value(version)).add_copy("view", view_);
    return data;
  }

  std::string title_line(const trip::Facts& facts, std::int64_t version) const {
    std::string out(trip_id_);
    out.append(", version ").append(std::to_string(version)).append(": ");
    return out.append(headline(facts)) += '\n';
  }

  Result<Step> summary(json::Arena& arena, json::Value document, std::int64_t version) const {
    const trip::Facts facts = trip::facts_of(document);
    const trip::NextStep next = trip::next_step(document, facts);
    const std::string sections = sections_words(document);
    const std::string tail = "Sections to read: " + sections + "\n" + words_of(next);
    std::string text = title_line(facts, version);
    const std::string lines =
        outline(document, facts, kTextMax - count_code_points(text) - count_code_points(tail));
    text.append(lines).append(tail);
    json::ObjectBuilder data = head(arena, version);
    data.add("title", json::Value(facts.title))
        .add("phase", json::Value(facts.phase))
        .add("outline", lines_of(arena, lines))
        .add("sections", json::Value(sections))
        .add("next", data_of(arena, next));
    std::string written;
    written.reserve(text.size() + kHeadBytes);
    json::append(written, data.finish());
    return Reply{std::move(text), std::move(written), version};
  }

  static std::string sections_words(json::Value document) {
    std::string out;
    for (std::string_view section : trip::sections_of(document))
      append_one_line(out += out.empty() ? "" : ", ", section, 40);
    return shorten(out, 300);
  }

  // Views into the text.
  static json::Value lines_of(json::Arena& arena, std::string_view text) {
    json::ArrayBuilder out(arena);
    for (std::string_view line : split(text, '\n'))
      if (!line.empty()) out.add(json::Value(line));
    return out.finish();
  }

  Result<Step> content(json::Arena& arena, json::Value document, std::int64_t version) const {
    const auto audience = view_ == "private" ? shape::Audience::owner : shape::Audience::advisor;
    json::Value shown = trip::show_document(arena, document, audience);
    if (view_ == "sections" || !arguments_.get("sections").items().empty()) {
      VG_TRY(shown, pick(arena, shown));
    }
    // The trip stands in the text and in the data: written once, and put into both.
    const std::string written = json::write(shown);
    std::string text = title_line(trip::facts_of(document), version) +
                       "The stored document follows as data:\n" + written + "\n";
    std::string data = json::write(head(arena, version).finish());
    data.pop_back();
    data.append(",\"trip\":").append(written).append("}");
    return Reply{std::move(text), std::move(data), version};
  }

  Result<json::Value> pick(json::Arena& arena, json::Value shown) const {
    json::ObjectBuilder out(arena);
    for (const json::Value& wanted : arguments_.get("sections").items()) {
      const json::Value* found = nullptr;
      for (const json::Member& member : shown.members())
        if (shape::same_spelling(member.key, wanted.text())) found = &member.value;
      if (found == nullptr) {
        std::string names;
        for (const json::Member& member : shown.members())
          names.append(names.empty() ? "" : ", ").append(one_line(member.key, 40));
        return Error{ErrorCode::invalid,
                     "the trip has no section '" + one_line(wanted.text(), 40) + "'; it has " +
                         shorten(names, 600),
                     {}};
      }
      out.set(wanted.text(), *found);
    }
    if (out.empty())
      return Error{ErrorCode::invalid,
                   "name the sections to read, for example [\"itinerary\", \"lodging\"]",
                   {}};
    return out.finish();
  }

  Result<Step> history(const store::ResultSet& events) const {
    json::Arena arena;
    json::ArrayBuilder data(arena);
    std::string text = "History of " + std::string(trip_id_) + ", newest first:\n";
    for (std::size_t i = 0; i < events.size(); ++i) {
      const std::string what = change_words(events.text(i, 1), events.text(i, 5));
      text += "- version " + std::to_string(events.integer(i, 0)) + ", " +
              to_iso(Instant{events.integer(i, 2)}) + ", " + one_line(events.text(i, 3), 30) +
              ": " + what + "\n";
      json::ObjectBuilder row(arena);
      row.add("version", json::Value(events.integer(i, 0)))
          .add_copy("kind", events.text(i, 1))
          .add_copy("at", to_iso(Instant{events.integer(i, 2)}));
      row.add_copy("actor", one_line(events.text(i, 3), 60)).add_copy("change", what);
      data.add(row.finish());
    }
    if (std::ssize(data.finish().items()) == kHistoryRows)
      text += "Older ones: view history with version " +
              std::to_string(events.integer(events.size() - 1, 0)) + "\n";
    text += "To go back: restore_trip with one of these versions.\n";
    json::ObjectBuilder out(arena);
    out.add_copy("trip_id", trip_id_).add_copy("view", view_).add("history", data.finish());
    return Reply{shorten(text, kTextMax), json::write(out.finish())};
  }

  // `edited: meta/title, lodging/h-1`: the places of a patch, never their values.
  static std::string change_words(std::string_view kind, std::string_view payload) {
    json::Arena arena;
    std::string out(kind);
    if (kind == "options_added") return "offers added";
    if (kind != "edited") return out;
    const auto patch = json::parse(arena, payload);
    if (!patch) return out + " (a large change)";
    std::string places;
    for (const json::Member& section : patch->members()) {
      for (const json::Member& place : section.value.members())
        places.append(places.empty() ? ": " : ", ")
            .append(section.key)
            .append("/")
            .append(one_line(place.key, 30));
      if (!section.value.is_object())
        places.append(places.empty() ? ": " : ", ").append(section.key);
    }
    return out + shorten(places, 120);
  }

  json::Value arguments_;
  std::string_view trip_id_;
  std::string_view view_;
  std::optional<std::int64_t> version_;
  std::optional<std::int64_t> since_;
};

}  // namespace

const shape::Shape kReadTripArguments = {.name = "read_trip", .fields = kFields};

Result<ActionPtr> make_read_trip(json::Arena&, json::Value arguments, const Environment&) {
  const std::string_view view = arguments.get_text("view");
  const bool whole = view.empty() || view == "sections" || view == "full" || view == "private";
  if (arguments.find("since") && !view.empty() && view != "diff")
    return Error{ErrorCode::invalid,
                 "since goes with the view diff only",
                 {{"/since", "leave it out, or ask for the view diff"}}};
  if (!whole && !arguments.get("sections").items().empty())
    return Error{ErrorCode::invalid,
                 "sections go with the views sections, full and private only",
                 {{"/sections", "leave them out, or leave the view out"}}};
  return ActionPtr(new ReadTrip(arguments));
}

}  // namespace vg::app
