// One publication in the queue of a site, tried once: the conversation with GitHub as calls, and
// then the verdict, which says what becomes of the job. The Durable Object around it keeps the jobs
// and does the calls; what it keeps is enough to begin again after a restart in the middle.
//
// A failure that may pass is tried again, kMaxTries times in all, after twice as long each time and
// never before the time that GitHub names. Every other failure is told at once. A job that would
// make more commits in an hour than the settings allow waits for its turn, which costs no try.
#pragma once

#include "base/context.hpp"
#include "edge-api/worker/core/site_frames.hpp"
#include "edge-api/worker/core/site_settings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::worker {

// About 40 minutes: longer than GitHub is usually down, shorter than anybody waits for a page.
inline constexpr std::int64_t kMaxTries = 12;
inline constexpr std::int64_t kFirstDelayMs = 2'000;
inline constexpr std::int64_t kMaxDelayMs = 600'000;
// What GitHub asks for between two requests that write.
inline constexpr std::int64_t kCommitPauseMs = 1'000;
inline constexpr std::int64_t kHourMs = 3'600'000;
// How long a reason is kept for a caller who was not there to hear it.
inline constexpr std::int64_t kFailureKeptMs = 24 * kHourMs;

class SiteJob {
 public:
  // `lines` and `change` as site_frames.hpp has a job; `settings` outlive it.
  SiteJob(const SiteSettings& settings, Instant now, IdSource::Seed seed, std::string_view lines,
          std::string_view change);
  SiteJob(const SiteJob&) = delete;
  SiteJob& operator=(const SiteJob&) = delete;

  // An answer to the call.
  void resume(Instant now, std::string_view lines, std::string_view body);

  const std::string& frame() const { return frame_; }  // a call or the verdict
  const std::string& body() const { return body_; }    // of the call; the outcome
  bool is_done() const { return done_; }

 private:
  void start(std::string_view change);
  void go_on(publish::GithubStep step);
  void send(publish::GithubCall call);
  void made(const publish::SiteOutcome& outcome);
  void failed(publish::GithubFailure failure);
  void wait_for_turn(Instant turn);
  void settle(Verdict verdict, const Result<publish::SiteOutcome>& outcome);
  std::int64_t delay_ms() const;
  std::optional<Instant> turn() const;

  const SiteSettings& settings_;
  Instant now_;
  IdSource::Seed seed_;
  std::string target_;
  std::int64_t tries_ = 0;
  std::int64_t calls_ = 0;
  std::vector<Instant> commits_end_;
  std::optional<publish::GithubCommit> commit_;
  std::string frame_, body_;
  bool done_ = false;
};

}  // namespace vg::worker
