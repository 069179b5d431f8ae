// The functions of the WebAssembly module. Each that has something to say leaves where it is in
// `out`, to be read before the next call; memory that the caller filled is taken over and freed.
#include "edge-api/worker/core/site_job.hpp"
#include "edge-api/worker/core/worker.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <tuple>
#include <type_traits>

#define VG_EXPORT(name) extern "C" __attribute__((export_name(#name), used))

namespace {

using vg::worker::Session;
using vg::worker::SiteJob;
using vg::worker::Worker;

// Four words of the memory.
struct Out {
  const char* frame = nullptr;
  std::uint32_t frame_bytes = 0;
  const char* body = nullptr;
  std::uint32_t body_bytes = 0;
};

std::unique_ptr<Worker> worker;
Out out;

void say(std::string_view frame, std::string_view body = {}) {
  out = {frame.data(), static_cast<std::uint32_t>(frame.size()), body.data(),
         static_cast<std::uint32_t>(body.size())};
}

template <class T>
  requires(std::is_same_v<T, Session> || std::is_same_v<T, SiteJob>)
void say(const T& spoken) {
  say(spoken.frame(), spoken.body());
}

struct Free {
  void operator()(char* memory) const { std::free(memory); }
};
using Given = std::unique_ptr<char, Free>;

constexpr std::size_t kSeed = std::tuple_size_v<vg::IdSource::Seed>;

vg::IdSource::Seed seed_of(const char* bytes) {
  vg::IdSource::Seed seed;
  std::copy_n(bytes, seed.size(), seed.begin());
  return seed;
}

vg::Instant instant(double ms) {
  return {static_cast<std::int64_t>(ms)};
}

}  // namespace

VG_EXPORT(vg_out) const Out* vg_out() {
  return &out;
}

// Memory for the caller to fill.
VG_EXPORT(vg_room) char* vg_room(std::uint32_t bytes) {
  auto* memory = static_cast<char*>(std::malloc(std::max(bytes, 1U)));
  VG_ASSERT(memory != nullptr);
  return memory;
}

// The settings as a JSON object of texts. 0: they are wrong, and `out` says why.
VG_EXPORT(vg_start) std::uint32_t vg_start(char* variables, std::uint32_t bytes) {
  const Given given(variables);
  auto started = Worker::start({variables, bytes}, VG_VERSION);
  if (!started) {
    static std::string why;
    why = vg::describe(started.error());
    say(why);
    return 0;
  }
  worker = *std::move(started);
  return 1;
}

VG_EXPORT(vg_body_limit) std::uint32_t vg_body_limit() {
  return vg::worker::kMaxBodyBytes;
}

// A request: 32 random bytes, its lines, its body.
VG_EXPORT(vg_begin)
Session* vg_begin(double now_ms, char* request, std::uint32_t lines, std::uint32_t body) {
  const Given given(request);
  const char* text = request + kSeed;
  auto* session = new Session(*worker, instant(now_ms), seed_of(request), {text, lines},
                              std::string(text + lines, body));
  say(*session);
  return session;
}

VG_EXPORT(vg_rows) void vg_rows(Session* session, char* frame, std::uint32_t bytes) {
  const Given given(frame);
  session->resume_rows({frame, bytes});
  say(*session);
}

VG_EXPORT(vg_outcome) void vg_outcome(Session* session, char* frame, std::uint32_t bytes) {
  const Given given(frame);
  session->resume_outcome({frame, bytes});
  say(*session);
}

VG_EXPORT(vg_end) void vg_end(Session* session) {
  delete session;
}

// A job of the queue of a site: 32 random bytes, its lines, the change.
VG_EXPORT(vg_job)
SiteJob* vg_job(double now_ms, char* job, std::uint32_t lines, std::uint32_t change) {
  const Given given(job);
  const char* text = job + kSeed;
  auto* begun = new SiteJob(worker->sites(), instant(now_ms), seed_of(job), {text, lines},
                            {text + lines, change});
  say(*begun);
  return begun;
}

// The answer to its call: lines, body.
VG_EXPORT(vg_job_answer)
void vg_job_answer(SiteJob* job, double now_ms, char* answer, std::uint32_t lines,
                   std::uint32_t body) {
  const Given given(answer);
  job->resume(instant(now_ms), {answer, lines}, {answer + lines, body});
  say(*job);
}

VG_EXPORT(vg_job_end) void vg_job_end(SiteJob* job) {
  delete job;
}

// When the bucket of a limit is full after `count` more, given when it would have been: for the
// Durable Object that keeps it. Times are microseconds since 1970.
VG_EXPORT(vg_charge)
double vg_charge(std::uint32_t limit, double full_at_us, double now_ms, std::uint32_t count) {
  const vg::http::Rate& rate = worker->gate().limits().of(static_cast<vg::http::Limit>(limit));
  return static_cast<double>(vg::http::charged(rate, static_cast<std::int64_t>(full_at_us),
                                               static_cast<std::int64_t>(now_ms) * 1000, count));
}

// What that object answered to a report.
VG_EXPORT(vg_raise)
void vg_raise(std::uint32_t limit, std::uint64_t key, double full_at_us) {
  worker->gate().raise(static_cast<vg::http::Limit>(limit), key,
                       static_cast<std::int64_t>(full_at_us));
}

// The text of a statement of a batch.
VG_EXPORT(vg_sql) void vg_sql(std::uint32_t number) {
  say(worker->statements().text(number));
}
