#include "platform/host/metrics.hpp"

namespace vg::host {
namespace {

std::string seconds(std::int64_t us) {
  std::string fraction = std::to_string(us % 1'000'000 + 1'000'000).substr(1);
  return std::to_string(us / 1'000'000) + "." + fraction;
}

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ")
      .append(name)
      .append(" ")
      .append(help)
      .append("\n# TYPE ")
      .append(name)
      .append(" ")
      .append(type)
      .append("\n");
}

void sample(std::string& out, std::string_view name, const std::string& labels,
            const std::string& value) {
  out.append(name).append("{").append(labels).append("} ").append(value).append("\n");
}

}  // namespace

void Metrics::observe(const Observation& observation) {
  const std::lock_guard lock(mutex_);
  auto at = series_.find(observation.name);
  if (at == series_.end()) at = series_.emplace(std::string(observation.name), Series()).first;
  Series& series = at->second;
  if (series.method.empty()) series.method = observation.method;
  ++series.count;
  series.us += observation.us;
  series.database_calls += observation.database_calls;
  for (std::size_t i = 0; i < kBucketsUs.size(); ++i)
    series.at_most[i] += observation.us <= kBucketsUs[i] ? 1 : 0;
  if (!observation.failure.empty()) ++series.failures[std::string(observation.failure)];
}

Metrics::AllSeries Metrics::series() const {
  const std::lock_guard lock(mutex_);
  return series_;
}

std::string Metrics::prometheus() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  family(out, "voygent_request_duration_seconds", "histogram",
         "Time from the request to its answer, by tool or route");
  for (const auto& [name, series] : series_) {
    const std::string label = "operation=\"" + name + "\"";
    for (std::size_t i = 0; i < kBucketsUs.size(); ++i)
      sample(out, "voygent_request_duration_seconds_bucket",
             label + ",le=\"" + seconds(kBucketsUs[i]) + "\"", std::to_string(series.at_most[i]));
    sample(out, "voygent_request_duration_seconds_bucket", label + ",le=\"+Inf\"",
           std::to_string(series.count));
    sample(out, "voygent_request_duration_seconds_sum", label, seconds(series.us));
    sample(out, "voygent_request_duration_seconds_count", label, std::to_string(series.count));
  }
  family(out, "voygent_database_calls_total", "counter",
         "Batches sent to the database, by tool or route");
  for (const auto& [name, series] : series_)
    sample(out, "voygent_database_calls_total", "operation=\"" + name + "\"",
           std::to_string(series.database_calls));
  family(out, "voygent_request_failures_total", "counter",
         "Refused or failed requests, by tool or route and error class");
  for (const auto& [name, series] : series_)
    for (const auto& [failure, count] : series.failures)
      sample(out, "voygent_request_failures_total",
             std::string("operation=\"").append(name).append("\",class=\"").append(failure) + "\"",
             std::to_string(count));
  return out;
}

}  // namespace vg::host
