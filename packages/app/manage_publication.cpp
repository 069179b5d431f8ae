#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/publication.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

#include <algorithm>

namespace vg::app {
namespace {

using json::Value;

constexpr std::int64_t kRowsShown = 20;
constexpr std::int64_t kRowsSearched = 500;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::choice("action", shape::advisor, "status rollback unpublish").must(),
    shape::choice("target", shape::advisor, "staging production"),
    shape::integer("version", shape::advisor, "Roll back to").from(1).up_to(1'000'000'000),
};

class ManagePublication final : public Action {
 public:
  ManagePublication(Value arguments, SiteInfo site)
      : trip_id_(arguments.get_text("trip_id")),
        action_(arguments.get_text("action")),
        wanted_(optional_integer(arguments, "version")),
        site_(std::move(site)) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    batch.add(
        store::kSelectPublications, context,
        {store::cell(trip_id_), action_ == "status" ? store::Cell() : store::cell(site_.target),
         action_ == "status" ? kRowsShown : kRowsSearched});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, action_ == "status" ? "read" : "publish"));
    if (recording_) return done();
    if (rows[1].empty()) return no_such_trip(trip_id_);
    std::vector<Publication> history;
    history.reserve(rows[2].size());
    for (std::size_t i = 0; i < rows[2].size(); ++i)
      history.push_back(read_publication(rows[2], i));
    if (action_ == "status") return status(history);
    if (history.empty())
      return Error{ErrorCode::not_found,
                   "the trip has no page on " + site_.target + "; publish_trip makes one",
                   {}};
    slug_ = rows[1].text(0, 2);
    json::Arena arena(64 * 1024);
    VG_TRY(const Value document, json::parse(arena, rows[1].text(0, 1)));
    return action_ == "rollback" ? roll_back(history, document) : take_down(history);
  }

  Result<Step> site_changed(Context& context, const publish::SiteOutcome& outcome) override {
    if (!outcome.changed && is_done_) return done();
    result_.revision = outcome.revision;
    recording_ = true;
    store::Batch batch = start_batch(context, false);
    record(batch, context, trip_id_, result_);
    return batch;
  }

 private:
  publish::SiteChange change(std::string message, publish::SiteFile file) const {
    publish::SiteChange out;
    out.target = site_.target;
    out.files.push_back(std::move(file));
    out.message = std::move(message);
    out.index.slug = slug_;
    return out;
  }

  // The page of the version asked for, or else the one that the last publication or removal
  // replaced: sent again, the request finds the same page.
  const Publication* earlier(const std::vector<Publication>& history) const {
    const auto is_page = [](const Publication& row) { return row.action != "unpublished"; };
    const auto last = std::ranges::find_if(
        history, [](const Publication& row) { return row.action != "rolled_back"; });
    for (auto row = wanted_ ? history.begin() : last; row != history.end(); ++row) {
      if (!is_page(*row)) continue;
      if (wanted_ ? row->version == *wanted_
                  : !is_page(*last) || row->content_hash != last->content_hash)
        return &*row;
    }
    return nullptr;
  }

  Result<Step> roll_back(const std::vector<Publication>& history, Value document) {
    if (const Publication* row = earlier(history)) {
      result_ = *row;
      result_.action = "rolled_back";
      is_done_ = history[0].action != "unpublished" && history[0].content_hash == row->content_hash;
      auto out = change(
          "Roll back page " + slug_.substr(0, 6) + " to version " + std::to_string(row->version),
          {publish::page_path(slug_), publish::FromRevision{row->revision}});
      out.index = index_entry(document, slug_);
      return out;
    }
    return Error{ErrorCode::not_found,
                 wanted_ ? "version " + std::to_string(*wanted_) + " was never published to " +
                               site_.target + "; action status shows what was"
                         : "there is no earlier page on " + site_.target + " to go back to",
                 {}};
  }

  Result<Step> take_down(const std::vector<Publication>& history) {
    result_ = history[0];
    is_done_ = result_.action == "unpublished";
    result_.action = "unpublished";
    return change("Take down page " + slug_.substr(0, 6),
                  {publish::page_path(slug_), publish::Removed{}});
  }

  Result<Step> done() const {
    const bool down = result_.action == "unpublished";
    std::string text = down ? "Took the page of " + std::string(trip_id_) + " down from " +
                                  site_.target +
                                  ". It stays in the history of the repository: docs/runbooks say "
                                  "how to remove it there.\n"
                            : "The page of " + std::string(trip_id_) + " on " + site_.target +
                                  " is that of version " + std::to_string(result_.version) +
                                  " again: " + result_.url + "\n";
    const trip::NextStep next =
        down ? trip::NextStep{"publish_trip", "publish again when it is right"}
             : trip::NextStep{"read_trip", "the trip itself was not changed"};
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_)
        .add_copy("action", result_.action)
        .add_copy("target", site_.target)
        .add("version", Value(result_.version));
    data.add_copy("revision", result_.revision)
        .add_copy("url", result_.url)
        .add("next", data_of(arena, next));
    return Reply{text + words_of(next), json::write(data.finish()), {}, {}};
  }

  Result<Step> status(const std::vector<Publication>& history) const {
    json::Arena arena;
    json::ArrayBuilder rows(arena);
    std::string text =
        history.empty() ? "The trip was never published.\n"
                        : "Publications of " + std::string(trip_id_) + ", newest first per site:\n";
    for (const Publication& row : history) {
      text += "- " + row.target + ": " + humanised(row.action) + " version " +
              std::to_string(row.version) + " on " + to_iso(row.at) + ", " + row.url +
              ", revision " + row.revision.substr(0, 12) + "\n";
      json::ObjectBuilder item(arena);
      item.add_copy("target", row.target)
          .add_copy("action", row.action)
          .add("version", Value(row.version))
          .add_copy("at", to_iso(row.at));
      item.add_copy("url", row.url).add_copy("revision", row.revision);
      rows.add(item.finish());
    }
    const trip::NextStep next{
        history.empty() ? "publish_trip" : "manage_publication",
        history.empty() ? "publish it to staging" : "rollback or unpublish when needed"};
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_)
        .add("action", Value("status"))
        .add("publications", rows.finish())
        .add("next", data_of(arena, next));
    return Reply{ended_with(text, next), json::write(data.finish()), {}, {}};
  }

  static std::string humanised(std::string_view action) {
    return action == "rolled_back" ? "rolled back to" : std::string(action);
  }

  std::string_view trip_id_;
  std::string_view action_;
  std::optional<std::int64_t> wanted_;
  SiteInfo site_;
  std::string slug_;
  Publication result_;
  bool is_done_ = false;  // the site and its record say already what is asked for
  bool recording_ = false;
};

}  // namespace

const shape::Shape kManagePublicationArguments = {.name = "manage_publication", .fields = kFields};

Result<ActionPtr> make_manage_publication(json::Arena&, Value arguments,
                                          const Environment& environment) {
  if (arguments.get_text("action") == "status")
    return ActionPtr(new ManagePublication(arguments, SiteInfo()));
  VG_TRY(const SiteInfo* site, find_site(environment, arguments.get_text("target")));
  return ActionPtr(new ManagePublication(arguments, *site));
}

}  // namespace vg::app
