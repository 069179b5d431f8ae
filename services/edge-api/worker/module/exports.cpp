// The functions of the WebAssembly module. Each that has something to say leaves where it is in
// `out`, to be read before the next call; memory that the caller filled is taken over and freed.
#include "edge-api/worker/core/worker.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#define VG_EXPORT(name) extern "C" __attribute__((export_name(#name), used))

namespace {

using vg::worker::Session;
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

void say(const Session& session) {
  say(session.frame(), session.body());
}

struct Free {
  void operator()(char* memory) const { std::free(memory); }
};
using Given = std::unique_ptr<char, Free>;

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
  vg::IdSource::Seed seed;
  std::copy_n(request, seed.size(), seed.begin());
  const char* text = request + seed.size();
  auto* session = new Session(*worker, {static_cast<std::int64_t>(now_ms)}, seed, {text, lines},
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

// The text of a statement of a batch.
VG_EXPORT(vg_sql) void vg_sql(std::uint32_t number) {
  say(worker->statements().text(number));
}
