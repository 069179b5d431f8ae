#include "edge-api/worker/core/site_job.hpp"

#include "base/text.hpp"
#include "http/access_log.hpp"

#include <algorithm>
#include <functional>

namespace vg::worker {
namespace {

std::string_view name_of(JobState state) {
  switch (state) {
    case JobState::queued: return "queued";
    case JobState::done: return "done";
    case JobState::failed: return "failed";
  }
  return "failed";
}

Instant later(Instant now, std::int64_t ms) {
  return {now.ms + ms};
}

}  // namespace

SiteJob::SiteJob(const SiteSettings& settings, Instant now, IdSource::Seed seed,
                 std::string_view lines, std::string_view change)
    : settings_(settings), now_(now), seed_(seed) {
  JobLines job = read_job(lines);
  target_ = std::string(job.target);
  tries_ = job.tries;
  commits_end_ = std::move(job.commits_end);
  start(change);
}

void SiteJob::start(std::string_view change) {
  // Whatever stopped the tries before, this one may be stopped by it too.
  if (tries_ > kMaxTries)
    return failed(
        {{ErrorCode::unavailable, "the publication was interrupted again and again", {}}});
  auto place = settings_.place(target_);
  if (!place) return failed({std::move(place).error()});
  auto read = read_change(target_, change);
  if (!read) return failed({std::move(read).error()});
  commit_.emplace(std::move(*place), std::move(*read));
  go_on(commit_->start());
}

void SiteJob::resume(Instant now, std::string_view lines, std::string_view body) {
  now_ = std::max(now_, now);
  go_on(commit_->resume(read_answer(lines, body, now_)));
}

void SiteJob::go_on(publish::GithubStep step) {
  if (auto* call = std::get_if<publish::GithubCall>(&step)) return send(std::move(*call));
  if (const auto* outcome = std::get_if<publish::SiteOutcome>(&step)) return made(*outcome);
  failed(std::move(std::get<publish::GithubFailure>(step)));
}

void SiteJob::send(publish::GithubCall call) {
  if (const auto next = turn(); call.writes && next) return wait_for_turn(*next);
  ++calls_;
  frame_ = write_call(settings_.api, "authorization: bearer " + settings_.token +
                                         "\ncontent-type: application/json\nuser-agent: voygent\n"
                                         "accept: application/json\n");
  body_ = std::move(call.body);
}

// When the next commit may be made, if not now.
std::optional<Instant> SiteJob::turn() const {
  const auto hourly = static_cast<std::size_t>(settings_.hourly);
  if (hourly == 0 || commits_end_.size() < hourly) return std::nullopt;
  std::vector<Instant> ends = commits_end_;
  std::ranges::sort(ends, std::greater<>());
  if (ends[hourly - 1] <= now_) return std::nullopt;
  return ends[hourly - 1];
}

void SiteJob::made(const publish::SiteOutcome& outcome) {
  Verdict verdict{.state = JobState::done, .tries = tries_, .due = now_, .tell = true};
  if (outcome.changed) {
    verdict.due = later(now_, kHourMs);
    verdict.hold = later(now_, kCommitPauseMs);
  }
  settle(std::move(verdict), outcome);
}

void SiteJob::failed(publish::GithubFailure failure) {
  const bool may_pass = failure.error.code == ErrorCode::unavailable;
  if (!may_pass || tries_ >= kMaxTries) {
    if (may_pass)
      failure.error.message += "; it was tried " + std::to_string(kMaxTries) +
                               " times and given up. The same request starts it anew";
    return settle({.state = JobState::failed,
                   .tries = tries_,
                   .due = later(now_, kFailureKeptMs),
                   .tell = true},
                  std::move(failure.error));
  }
  Verdict verdict{.state = JobState::queued, .tries = tries_, .due = {}};
  verdict.due = later(now_, std::max(delay_ms(), failure.wait_ms));
  if (failure.wait_ms > 0) verdict.hold = later(now_, failure.wait_ms);
  verdict.tell = verdict.due > later(now_, settings_.wait_ms);
  failure.error.message +=
      "; the publication stays in the queue of the site and is tried again by itself. The same "
      "request may be sent again and says what came of it";
  settle(std::move(verdict), std::move(failure.error));
}

void SiteJob::wait_for_turn(Instant turn) {
  settle({.state = JobState::queued,
          .tries = tries_ - 1,
          .due = turn,
          .tell = turn > later(now_, settings_.wait_ms)},
         Error{ErrorCode::unavailable,
               "the site takes " + count_of(settings_.hourly, "change") +
                   " an hour and has had them; this one is in its queue and follows at " +
                   to_iso(turn) + ". The same request may be sent again and says what came of it",
               {}});
}

void SiteJob::settle(Verdict verdict, const Result<publish::SiteOutcome>& outcome) {
  const bool well = outcome || verdict.state == JobState::queued;
  const std::string_view changed = outcome && outcome->changed ? "yes" : "no";
  http::append_line(verdict.log, now_, well ? http::Level::info : http::Level::error, "publication",
                    {{"target", target_},
                     {"state", name_of(verdict.state)},
                     {"changed", changed},
                     {"tries", tries_},
                     {"calls", calls_},
                     {"failure", outcome ? "" : vg::name_of(outcome.error().code)},
                     {"reason", outcome ? std::string_view() : outcome.error().message}});
  frame_ = write_verdict(verdict);
  body_ = write_outcome(outcome);
  done_ = true;
}

// Between half and all of the time, so that the jobs of many sites do not come back at once.
std::int64_t SiteJob::delay_ms() const {
  const std::int64_t doublings = std::clamp<std::int64_t>(tries_ - 1, 0, kMaxTries);
  const std::int64_t whole = std::min(kFirstDelayMs << doublings, kMaxDelayMs);
  const std::int64_t random = seed_[0] << 8 | seed_[1];
  return whole / 2 + whole / 2 * random / 0xffff;
}

}  // namespace vg::worker
