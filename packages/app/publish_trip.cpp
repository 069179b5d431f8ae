#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/not_shown.hpp"
#include "app/publication.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

using json::Value;

constexpr std::size_t kValuesShown = 6;

constexpr shape::Field kFields[] = {
    kTripIdArgument,
    shape::choice("target", shape::advisor, "staging production"),
    shape::label("template", shape::advisor).up_to(40),
    kExpectedVersionArgument,
    shape::flag("ignore_blockers", shape::advisor),
    shape::flag("confirm", shape::advisor, "Advisor agreed"),
};

// Reads the trip, writes page and index as one revision of the site, records it. Content that is
// there already makes no revision; sending the request again is safe for that reason.
class PublishTrip final : public Action {
 public:
  PublishTrip(Value arguments, const SiteInfo& site, const templates::Theme& theme)
      : arguments_(arguments),
        trip_id_(arguments.get_text("trip_id")),
        site_(site),
        theme_(theme) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    batch.add(store::kSelectPublications, context,
              {store::cell(trip_id_), store::cell(site_.target), std::int64_t{1}});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "publish"));
    return recording_ ? answer() : prepare(context, rows);
  }

  Result<Step> site_changed(Context& context, const publish::SiteOutcome& outcome) override {
    outcome_ = outcome;
    if (!outcome.changed && last_ && last_->action != "unpublished" && last_->content_hash == hash_)
      return answer();
    recording_ = true;
    store::Batch batch = start_batch(context, false);
    record(batch, context, trip_id_,
           {.target = site_.target,
            .action = "published",
            .version = version_,
            .revision = outcome.revision,
            .url = url_,
            .content_hash = hash_,
            .at = {}});
    return batch;
  }

 private:
  Result<Step> prepare(Context& context, const store::Rows& rows) {
    if (rows[1].empty()) return no_such_trip(trip_id_);
    version_ = rows[1].integer(0, 0);
    const auto expected = optional_integer(arguments_, "expected_version");
    if (expected && *expected != version_) return version_conflict(trip_id_, version_);
    json::Arena arena(64 * 1024);
    VG_TRY(const Value document, json::parse(arena, rows[1].text(0, 1)));
    const auto findings = trip::check_readiness(document, context.now.date());
    const bool blocked = !findings.empty() && findings[0].severity == trip::Severity::blocker;
    if (blocked && !arguments_.get("ignore_blockers").boolean()) {
      Error error{ErrorCode::invalid,
                  "the page would say something untrue; nothing was published. Mend it, or publish "
                  "with ignore_blockers true",
                  {}};
      for (const trip::Finding& finding : findings)
        if (finding.severity == trip::Severity::blocker)
          error.issues.push_back({"/" + finding.path, finding.message});
      return error;
    }
    if (context.can_ask && site_.target == "production" && !arguments_.get("confirm").boolean())
      return Question{.argument = {"confirm"},
                      .message = "Publish version " + std::to_string(version_) + " of \"" +
                                 one_line(document.get("meta").get_text("title"), 80) +
                                 "\" to the production site, where the client sees it?"};
    VG_TRY(templates::Rendering page, templates::render_page(theme_, document));
    not_shown_ = not_shown_words(page, kValuesShown);
    const std::string slug(rows[1].text(0, 2));
    url_ = publish::page_url(site_.base_url, slug);
    hash_ = to_hex(sha256(page.html));
    if (!rows[2].empty()) last_ = read_publication(rows[2], 0);
    publish::SiteChange change;
    change.target = site_.target;
    change.files.push_back({publish::page_path(slug), publish::Content{std::move(page.html)}});
    change.message = "Publish page " + slug.substr(0, 6) + ", version " + std::to_string(version_);
    change.index = index_entry(document, slug);
    return change;
  }

  Result<Step> answer() const {
    const bool production = site_.target == "production";
    const trip::NextStep next =
        production
            ? trip::NextStep{"manage_publication",
                             "status shows what is live; rollback goes back to the page before"}
            : trip::NextStep{"publish_trip",
                             "when staging is right, publish with target production"};
    std::string text = outcome_.changed
                           ? "Published version " + std::to_string(version_) + " of " +
                                 std::string(trip_id_) + " to " + site_.target + ".\n"
                           : "The page on " + site_.target +
                                 " has this content already; no new revision was made.\n";
    text += "Page: " + url_ + "\nRevision " + outcome_.revision.substr(0, 12) + ".\n" + not_shown_;
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.add_copy("trip_id", trip_id_)
        .add("version", Value(version_))
        .add_copy("target", site_.target)
        .add_copy("url", url_);
    data.add_copy("revision", outcome_.revision)
        .add("changed", Value(outcome_.changed))
        .add_copy("content_hash", hash_)
        .add("next", data_of(arena, next));
    return Reply{ended_with(text, next), json::write(data.finish()), version_, {}};
  }

  Value arguments_;
  std::string_view trip_id_;
  const SiteInfo& site_;
  const templates::Theme& theme_;
  std::int64_t version_ = 0;
  std::string url_, hash_, not_shown_;
  std::optional<Publication> last_;
  publish::SiteOutcome outcome_;
  bool recording_ = false;
};

}  // namespace

const shape::Shape kPublishTripArguments = {.name = "publish_trip", .fields = kFields};

Result<ActionPtr> make_publish_trip(json::Arena&, Value arguments, const Environment& environment) {
  const templates::Theme* theme = environment.themes->find(arguments.get_text("template"));
  if (theme == nullptr)
    return Error{ErrorCode::invalid,
                 "there is no such template",
                 {{"/template", "one of list_templates is expected"}}};
  VG_TRY(const SiteInfo* site, find_site(environment, arguments.get_text("target")));
  return ActionPtr(new PublishTrip(arguments, *site, *theme));
}

}  // namespace vg::app
