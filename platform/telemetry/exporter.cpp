#include "platform/telemetry/exporter.hpp"

#include "base/digest.hpp"
#include "platform/host/drive.hpp"
#include "platform/host/log.hpp"
#include "platform/http_client/client.hpp"

#include <array>

namespace vg::telemetry {
namespace {

constexpr int kTimeout = 5;  // seconds

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Where `traceparent` has its parts: 00-<trace>-<parent>-<flags>.
constexpr std::size_t kTrace = 3;
constexpr std::size_t kParent = 36;
constexpr std::size_t kFlags = 54;

bool is_sampled(std::string_view traceparent) {
  const char flags = traceparent[kFlags];
  return (flags >= 'a' ? flags - 'a' + 10 : flags - '0') % 2 == 1;
}

}  // namespace

Exporter::Exporter(Options options, const host::Metrics& metrics)
    : options_(std::move(options)), metrics_(metrics), begun_ns_(now_ns()), ids_([] {
        std::random_device source;
        std::seed_seq seed{source(), source(), source(), source()};
        return std::mt19937_64(seed);
      }()) {
  while (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
  resource_ = {.version = options_.version, .instance = random_id(8)};
  thread_ = std::thread([this] { run(); });
}

Exporter::~Exporter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

std::string Exporter::random_id(std::size_t bytes) {
  std::array<std::uint8_t, 16> out{};
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<std::uint8_t>(ids_() >> 32U);
  return to_hex(std::span(out).first(bytes));
}

void Exporter::answered(const http::Exchange& exchange, const http::Request& request,
                        const http::Served& served) {
  const std::string_view parent = http::traceparent_of(exchange, request);
  if (!parent.empty() && !is_sampled(parent)) return;
  const std::int64_t end = now_ns();
  const std::int64_t steady = host::steady_us();
  Span span{.trace_id = std::string(parent.empty() ? "" : parent.substr(kTrace, 32)),
            .span_id = {},
            .parent_id = std::string(parent.empty() ? "" : parent.substr(kParent, 16)),
            .name = std::string(exchange.name()),
            .method = std::string(exchange.method()),
            .revision = std::string(exchange.method().empty()
                                        ? ""
                                        : request.header("MCP-Protocol-Version").value_or("")),
            .http_method = request.method,
            .failure = std::string(exchange.failure()),
            .database_span_id = {},
            .status = served.status,
            .begin_ns = end - served.us * 1'000,
            .end_ns = end,
            .database_begin_ns = end - (steady - served.meter.database_at_us) * 1'000,
            .database_ns = served.meter.database_us * 1'000,
            .database_calls = served.meter.database_calls};
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= options_.most_spans) {
    ++dropped_;
    return;
  }
  if (span.trace_id.empty()) span.trace_id = random_id(16);
  span.span_id = random_id(8);
  span.database_span_id = random_id(8);
  waiting_.push_back(std::move(span));
}

void Exporter::run() {
  for (;;) {
    bool last = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, options_.every, [this] { return stopping_; });
      last = stopping_;
    }
    send_all();
    if (last) return;
  }
}

// What a collector does not take is gone: it is told in the log when that begins and ends.
void Exporter::send_all() {
  std::vector<Span> spans;
  std::int64_t dropped = 0;
  {
    const std::lock_guard lock(mutex_);
    spans.swap(waiting_);
    std::swap(dropped, dropped_);
  }
  const bool taken =
      (spans.empty() || post("/v1/traces", traces(resource_, spans))) &&
      post("/v1/metrics", metrics(resource_, metrics_.series(), begun_ns_, now_ns()));
  if (taken == !failing_ && dropped == 0) return;
  failing_ = !taken;
  host::log(taken ? host::Level::info : host::Level::warning, "telemetry",
            {{"outcome", taken ? "taken" : "not taken"},
             {"spans", std::ssize(spans)},
             {"dropped", dropped}});
}

bool Exporter::post(const std::string& path, std::string body) const {
  auto headers = options_.headers;
  headers.emplace_back("Content-Type", "application/json");
  const auto answer = http_client::send({.method = "POST",
                                         .url = options_.endpoint + path,
                                         .headers = std::move(headers),
                                         .body = std::move(body),
                                         .timeout_s = kTimeout});
  return answer && answer->status >= 200 && answer->status < 300;
}

}  // namespace vg::telemetry
