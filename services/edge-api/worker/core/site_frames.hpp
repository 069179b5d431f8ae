// What travels between the core, the requests of a worker and the Durable Object that changes a
// site, one change after the other; numbers and cells are those of frames.hpp.
//
//   change    word 2 · cell target · cell key · cell page · cell milliseconds that a caller waits;
//             the publish::SiteChange stands apart, as JSON. Two changes of one key are the same;
//             two of one page must not overtake each other
//   job       lines: target; how often it was tried, with this time; then for each commit of the
//             last hour the milliseconds at which it is an hour old. The change stands apart
//   call      word 3 · cell address · cell headers, `name: value` lines; the body stands apart
//   answer    lines: HTTP status, 0 when none came; then one header each. The body stands apart
//   verdict   word 4 · word state (0 queued, 1 done, 2 failed) · word tries · cell milliseconds at
//             which the job is due, or may be forgotten · cell milliseconds until which no job may
//             be begun, or null · word 1 when callers are told now · cell line for the log; the
//             outcome stands apart
//   outcome   word 1 · cell revision · cell 1 when something changed; word 0 · cell name of the
//             error's code · cell message; word 2: it waits in the queue; nothing at all: the queue
//             did not answer
#pragma once

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "publish/github.hpp"
#include "publish/site.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::worker {

// A row of the storage of a Durable Object has at most 2 MB with everything in it.
inline constexpr std::size_t kMaxChangeBytes = 1'900'000;

struct Framed {
  std::string frame, apart;
};

// Errors: `too_large` for a change over kMaxChangeBytes.
Result<Framed> write_change(const publish::SiteChange& change, std::int64_t wait_ms);
// The change as it stands apart, for a target. Errors: `internal` when it is of another shape, as
// after a change of the product.
Result<publish::SiteChange> read_change(std::string_view target, std::string_view json);

struct JobLines {
  std::string_view target;
  std::int64_t tries = 0;
  std::vector<Instant> commits_end;  // when the commits of the last hour are an hour old
};
JobLines read_job(std::string_view lines);

std::string write_call(std::string_view address, std::string_view headers);
publish::GithubAnswer read_answer(std::string_view lines, std::string_view body, Instant at);

enum class JobState : std::uint32_t { queued = 0, done = 1, failed = 2 };
struct Verdict {
  JobState state = JobState::queued;
  std::int64_t tries = 0;
  Instant due;
  std::optional<Instant> hold = {};
  bool tell = false;
  std::string log = {};
};
std::string write_verdict(const Verdict& verdict);

std::string write_outcome(const Result<publish::SiteOutcome>& outcome);
// Errors: what the outcome says; `unavailable` while it is in the queue.
Result<publish::SiteOutcome> read_outcome(std::string_view frame);

}  // namespace vg::worker
