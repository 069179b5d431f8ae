#include "bench/world/crowd.hpp"

#include "bench/world/measure.hpp"

namespace vg::bench {

Crowd::~Crowd() {
  while (in_flight_ > 0) (void)finish_one();
}

Status Crowd::start(CrowdCall call) {
  auto flight = std::make_unique<Flight>();
  flight->started_ns = now_ns();
  flight->call = std::make_unique<Call>(world_, call.tool, std::move(call.arguments));
  VG_TRY(app::Step step, flight->call->start());
  auto* batch = std::get_if<store::Batch>(&step);
  VG_ASSERT(batch != nullptr && !batch->read_only);
  ++in_flight_;
  // A callback is copied, so it cannot own the flight.
  Flight* raw = flight.release();
  world_.database().submit(std::move(*batch), [this, raw](Result<store::Rows> rows) {
    std::unique_ptr<Flight> back(raw);
    back->rows = std::move(rows);
    // Told under the lock: the crowd may be gone as soon as the last flight is taken.
    const std::lock_guard lock(mutex_);
    landed_.push_back(std::move(back));
    landed_changed_.notify_one();
  });
  return Done();
}

Result<std::int64_t> Crowd::finish_one() {
  std::unique_ptr<Flight> flight;
  {
    std::unique_lock lock(mutex_);
    landed_changed_.wait(lock, [this] { return !landed_.empty(); });
    flight = std::move(landed_.front());
    landed_.pop_front();
  }
  --in_flight_;
  if (!flight->rows) return flight->rows.error();
  VG_TRY(const app::Step step, flight->call->rows(*flight->rows));
  VG_ASSERT(std::holds_alternative<app::Reply>(step));
  return now_ns() - flight->started_ns;
}

Status run_crowd(World& world, std::size_t at_once, std::int64_t count,
                 const std::function<CrowdCall()>& next) {
  Crowd crowd(world);
  for (std::int64_t started = 0; started < count || crowd.in_flight() > 0;) {
    if (started < count && crowd.in_flight() < at_once) {
      VG_CHECK(crowd.start(next()));
      ++started;
      continue;
    }
    VG_TRY([[maybe_unused]] const std::int64_t took, crowd.finish_one());
  }
  return Done();
}

}  // namespace vg::bench
