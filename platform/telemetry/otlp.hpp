// Requests and counters as OTLP/JSON.
// Rules: opentelemetry.io/docs/specs/otlp (JSON: ids in hexadecimal digits, 64-bit numbers as
// text); names of attributes are those of the semantic conventions for MCP, HTTP and databases.
#pragma once

#include "platform/host/metrics.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vg::telemetry {

// One request that was answered. Times are nanoseconds since 1970.
struct Span {
  std::string trace_id, span_id, parent_id;  // hexadecimal digits; parent_id may be empty
  std::string name;                          // of the tool or route
  std::string method;                        // of MCP; empty for a route
  std::string revision;                      // of MCP
  std::string http_method, failure;
  std::string database_span_id;
  int status = 0;
  std::int64_t begin_ns = 0, end_ns = 0;
  std::int64_t database_begin_ns = 0, database_ns = 0, database_calls = 0;
};

struct Resource {
  std::string version;
  std::string instance;  // of this process
};

// Body of a POST to /v1/traces.
std::string traces(const Resource& resource, std::span<const Span> spans);

// Body of a POST to /v1/metrics: what was counted between two times, cumulative.
std::string metrics(const Resource& resource, const host::Metrics::AllSeries& all,
                    std::int64_t begin_ns, std::int64_t now_ns);

}  // namespace vg::telemetry
