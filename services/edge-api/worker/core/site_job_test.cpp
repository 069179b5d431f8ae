#include "edge-api/worker/core/site_job.hpp"

#include "edge-api/worker/core/wire.hpp"
#include "edge-api/worker/core/worker.hpp"
#include "json/parse.hpp"

#include <gtest/gtest.h>

namespace vg::worker {
namespace {

constexpr Instant kNow{1'700'000'000'000};
const std::string kHead(40, 'a');

std::string variables(std::string_view more = {}) {
  return R"({"VOYGENT_SECRET":"0123456789abcdef","VOYGENT_PUBLIC_URL":"https://trips.example.com",)"
         R"("VOYGENT_SITE_STAGING_URL":"https://s.example/")" +
         std::string(more) + "}";
}
constexpr std::string_view kPlace =
    R"(,"VOYGENT_SITE_STAGING":"agency/pages","VOYGENT_SITE_TOKEN":"secret")";

Result<SiteSettings> settings_of(std::string_view more) {
  json::Arena arena;
  const std::string text = variables(more);
  return read_site_settings(*json::parse(arena, text));
}

std::string refusal(std::string_view more) {
  const auto read = settings_of(more);
  return read ? "" : read.error().message;
}

publish::SiteChange change_of(std::string html = "<p>x</p>") {
  publish::SiteChange change;
  change.target = "staging";
  change.files.push_back({publish::page_path("abc"), publish::Content{std::move(html)}});
  change.message = "Publish page abc, version 1";
  change.index = {"abc", "A \"title\"", "é", true};
  return change;
}

struct ReadVerdict {
  JobState state;
  std::int64_t tries;
  Instant due;
  std::optional<Instant> hold;
  bool tell;
  std::string log;
  Result<publish::SiteOutcome> outcome;
};

ReadVerdict verdict_of(const SiteJob& job) {
  EXPECT_TRUE(job.is_done());
  Reader in(job.frame());
  EXPECT_EQ(in.word(), static_cast<std::uint32_t>(Frame::verdict));
  const auto state = static_cast<JobState>(in.word());
  const std::int64_t tries = in.word();
  const Instant due{in.number()};
  const store::Cell hold = in.cell();
  const auto* until = std::get_if<std::int64_t>(&hold);
  const bool tell = in.word() == 1;
  return {.state = state,
          .tries = tries,
          .due = due,
          .hold = until ? std::optional<Instant>({*until}) : std::nullopt,
          .tell = tell,
          .log = in.text(),
          .outcome = read_outcome(job.body())};
}

// A job of a site, and the settings that it needs to be alive.
struct Tried {
  SiteSettings settings;
  SiteJob job;

  explicit Tried(std::string_view lines = "staging\n1\n", std::string_view more = {})
      : settings(*settings_of(std::string(kPlace) + std::string(more))),
        job(settings, kNow, {}, lines, write_change(change_of(), 0)->apart) {}
  void answer(std::string_view lines, std::string_view body) { job.resume(kNow, lines, body); }
  void head() {
    answer("200\n", R"({"data":{"repository":{"ref":{"target":{"oid":")" + kHead + R"("}}}}})");
  }
};

TEST(SiteSettings, SayWhatIsWrong) {
  EXPECT_EQ(refusal(""), "");
  EXPECT_EQ(refusal(kPlace), "");
  for (const char* bad : {"pages", "a/b/c", "/b", "a/", "a b/c", "https://github.com/a/b", "a/b#",
                          "a/b#../x", "a/b#-x", "a/b#x y"})
    EXPECT_NE(
        refusal(R"(,"VOYGENT_SITE_TOKEN":"t","VOYGENT_SITE_STAGING":")" + std::string(bad) + "\"")
            .find("VOYGENT_SITE_STAGING"),
        std::string::npos)
        << bad;
  EXPECT_NE(refusal(R"(,"VOYGENT_SITE_STAGING":"a/b")").find("VOYGENT_SITE_TOKEN"),
            std::string::npos);
  EXPECT_NE(refusal(R"(,"VOYGENT_SITE_TOKEN":"two\nlines")").find("VOYGENT_SITE_TOKEN"),
            std::string::npos);
  EXPECT_NE(refusal(R"(,"VOYGENT_SITE_TOKEN":"t","VOYGENT_SITE_PRODUCTION":"a/b")")
                .find("VOYGENT_SITE_PRODUCTION_URL"),
            std::string::npos);
  EXPECT_NE(refusal(R"(,"VOYGENT_GITHUB_API":"ftp://x")").find("VOYGENT_GITHUB_API"),
            std::string::npos);
  EXPECT_NE(refusal(R"(,"VOYGENT_SITE_HOURLY":"-1")").find("VOYGENT_SITE_HOURLY"),
            std::string::npos);
  EXPECT_NE(refusal(R"(,"VOYGENT_SITE_WAIT":"0")").find("VOYGENT_SITE_WAIT"), std::string::npos);
  // The worker refuses to start with them.
  EXPECT_FALSE(Worker::start(variables(R"(,"VOYGENT_SITE_STAGING":"a/b")"), "1"));
}

TEST(SiteSettings, NameThePlaceOfATarget) {
  const auto read = settings_of(kPlace);
  EXPECT_EQ(read->place("staging")->repository, "agency/pages");
  EXPECT_EQ(read->place("staging")->branch, "gh-pages");
  EXPECT_EQ(read->place("production").error().code, ErrorCode::invalid);
  const auto other =
      settings_of(R"(,"VOYGENT_SITE_STAGING":"A-1/b.c_d#site/live","VOYGENT_SITE_TOKEN":"t")");
  EXPECT_EQ(other->place("staging")->branch, "site/live");
  EXPECT_EQ(other->api, "https://api.github.com/graphql");
}

TEST(SiteFrames, AChangeComesBackAsItWas) {
  publish::SiteChange change = change_of("–é漢😀\r\n<p>\\ \"quoted\"\n\n");
  change.files.push_back({"p/b/index.html", publish::FromRevision{"abc"}});
  change.files.push_back({"p/c/index.html", publish::Removed{}});
  const auto framed = write_change(change, 20'000);
  ASSERT_TRUE(framed);
  Reader in(framed->frame);
  EXPECT_EQ(in.word(), 2U);
  EXPECT_EQ(in.text(), "staging");
  EXPECT_EQ(in.text().size(), 64U);
  EXPECT_EQ(in.text(), "abc");
  EXPECT_EQ(in.number(), 20'000);
  const auto back = read_change("staging", framed->apart);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->message, change.message);
  EXPECT_EQ(std::get<publish::Content>(back->files[0].what).bytes,
            std::get<publish::Content>(change.files[0].what).bytes);
  EXPECT_EQ(std::get<publish::FromRevision>(back->files[1].what).revision, "abc");
  EXPECT_TRUE(std::holds_alternative<publish::Removed>(back->files[2].what));
  EXPECT_EQ(back->index.title, "A \"title\"");
  EXPECT_TRUE(back->index.listed);
  EXPECT_EQ(write_change(*back, 20'000)->frame, framed->frame);
  EXPECT_EQ(read_change("staging", "{}").error().code, ErrorCode::internal);
}

TEST(SiteFrames, TooLargeAPageIsNotQueued) {
  const auto framed = write_change(change_of(std::string(kMaxChangeBytes, 'x')), 0);
  ASSERT_FALSE(framed);
  EXPECT_EQ(framed.error().code, ErrorCode::too_large);
}

TEST(SiteFrames, AnOutcomeComesBackAsItWas) {
  const auto made = read_outcome(write_outcome(publish::SiteOutcome{kHead, true}));
  EXPECT_EQ(made->revision, kHead);
  EXPECT_TRUE(made->changed);
  const Error error{ErrorCode::forbidden, "the token", {}};
  EXPECT_EQ(read_outcome(write_outcome(error)).error(), error);
  EXPECT_NE(read_outcome(Writer().word(2U).finish()).error().message.find("in the queue"),
            std::string::npos);
  EXPECT_EQ(read_outcome({}).error().code, ErrorCode::unavailable);
}

TEST(SiteJob, MakesTheCommitAndPausesThen) {
  Tried tried;
  Reader in(tried.job.frame());
  EXPECT_EQ(in.word(), static_cast<std::uint32_t>(Frame::call));
  EXPECT_EQ(in.text(), "https://api.github.com/graphql");
  EXPECT_NE(in.text().find("authorization: bearer secret\n"), std::string::npos);
  EXPECT_NE(tried.job.body().find("query("), std::string::npos);
  tried.head();
  EXPECT_NE(tried.job.body().find("mutation("), std::string::npos);
  ASSERT_FALSE(tried.job.is_done());
  tried.answer("200\n", R"({"data":{"createCommitOnBranch":{"commit":{"oid":"new"}}}})");
  const ReadVerdict verdict = verdict_of(tried.job);
  EXPECT_EQ(verdict.state, JobState::done);
  EXPECT_EQ(verdict.due.ms, kNow.ms + kHourMs);
  EXPECT_EQ(verdict.hold->ms, kNow.ms + kCommitPauseMs);
  EXPECT_TRUE(verdict.tell);
  EXPECT_EQ(verdict.outcome->revision, "new");
  EXPECT_NE(verdict.log.find(R"("state":"done","changed":"yes","tries":1,"calls":2)"),
            std::string::npos);
  EXPECT_EQ(verdict.log.find("secret"), std::string::npos);
}

TEST(SiteJob, TriesAgainLaterAndLater) {
  std::int64_t before = 0;
  for (std::int64_t tries = 1; tries < kMaxTries; ++tries) {
    Tried tried("staging\n" + std::to_string(tries) + "\n");
    tried.answer("502\n", "");
    const ReadVerdict verdict = verdict_of(tried.job);
    EXPECT_EQ(verdict.state, JobState::queued);
    EXPECT_EQ(verdict.tries, tries);
    const std::int64_t delay = verdict.due.ms - kNow.ms;
    EXPECT_GE(delay, before);
    EXPECT_LE(delay, kMaxDelayMs);
    EXPECT_FALSE(verdict.hold);
    EXPECT_NE(verdict.outcome.error().message.find("may be sent again"), std::string::npos);
    before = delay;
  }
  for (const std::int64_t tries : {kMaxTries, kMaxTries + 1}) {
    Tried last("staging\n" + std::to_string(tries) + "\n");
    if (!last.job.is_done()) last.answer("502\n", "");
    const ReadVerdict verdict = verdict_of(last.job);
    EXPECT_EQ(verdict.state, JobState::failed);
    EXPECT_EQ(verdict.due.ms, kNow.ms + kFailureKeptMs);
    EXPECT_EQ(verdict.outcome.error().code, ErrorCode::unavailable);
    EXPECT_NE(verdict.log.find("\"level\":\"error\""), std::string::npos);
  }
}

TEST(SiteJob, HoldsTheQueueAsLongAsGithubAsks) {
  Tried tried;
  tried.answer("429\nretry-after: 90\n", "");
  const ReadVerdict verdict = verdict_of(tried.job);
  EXPECT_EQ(verdict.hold->ms, kNow.ms + 90'000);
  EXPECT_EQ(verdict.due, *verdict.hold);
  EXPECT_TRUE(verdict.tell);  // nobody waits as long
  Tried soon;
  soon.answer("429\nretry-after: 3\n", "");
  EXPECT_FALSE(verdict_of(soon.job).tell);
}

TEST(SiteJob, TellsAtOnceWhatDoesNotPass) {
  Tried tried;
  tried.answer("401\n", "");
  const ReadVerdict verdict = verdict_of(tried.job);
  EXPECT_EQ(verdict.state, JobState::failed);
  EXPECT_TRUE(verdict.tell);
  EXPECT_EQ(verdict.outcome.error().code, ErrorCode::forbidden);
}

TEST(SiteJob, WaitsForItsTurnBeforeItWrites) {
  const auto end = [](std::int64_t s) { return std::to_string(kNow.ms + s * 1000) + "\n"; };
  const std::string lines = "staging\n3\n" + end(50) + end(700) + end(5);
  Tried full(lines, R"(,"VOYGENT_SITE_HOURLY":"2")");
  ASSERT_FALSE(full.job.is_done());  // whether something differs is known only then
  full.head();
  const ReadVerdict verdict = verdict_of(full.job);
  EXPECT_EQ(verdict.state, JobState::queued);
  EXPECT_EQ(verdict.tries, 2);
  EXPECT_EQ(verdict.due.ms, kNow.ms + 50'000);
  EXPECT_NE(verdict.outcome.error().message.find("2 changes an hour"), std::string::npos);
  for (const std::string_view hourly : {"0", "4"}) {
    Tried free(lines, R"(,"VOYGENT_SITE_HOURLY":")" + std::string(hourly) + "\"");
    free.head();
    EXPECT_FALSE(free.job.is_done());
  }
}

TEST(SiteJob, SaysWhenItsSiteIsGone) {
  Tried tried("production\n1\n");
  EXPECT_EQ(verdict_of(tried.job).outcome.error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace vg::worker
