#include "platform/telemetry/otlp.hpp"

#include "json/write.hpp"

#include <initializer_list>
#include <utility>

namespace vg::telemetry {

using host::Metrics;

namespace {

constexpr std::string_view kScope = R"("scope":{"name":"voygent"})";
constexpr int kServerSpan = 2;
constexpr int kClientSpan = 3;
constexpr int kErrorStatus = 2;
constexpr int kCumulative = 2;

// A list of attributes, one after the other.
class Attributes {
 public:
  Attributes& text(std::string_view key, std::string_view value) {
    if (!value.empty()) begin(key).append("{\"stringValue\":" + json::quoted(value) + "}}");
    return *this;
  }
  Attributes& number(std::string_view key, std::int64_t value) {
    begin(key).append("{\"intValue\":\"" + std::to_string(value) + "\"}}");
    return *this;
  }
  std::string finish() const { return "\"attributes\":[" + out_ + "]"; }

 private:
  std::string& begin(std::string_view key) {
    out_ += (out_.empty() ? "{\"key\":" : ",{\"key\":") + json::quoted(key) + ",\"value\":";
    return out_;
  }

  std::string out_;
};

std::string resource_of(const Resource& resource) {
  return "\"resource\":{" +
         Attributes()
             .text("service.name", "voygent")
             .text("service.version", resource.version)
             .text("service.instance.id", resource.instance)
             .finish() +
         "}";
}

std::string head_of(const Span& span, std::string_view id, std::string_view parent,
                    const std::string& name, int kind, std::int64_t begin, std::int64_t end) {
  std::string out =
      "{\"traceId\":" + json::quoted(span.trace_id) + ",\"spanId\":" + json::quoted(id);
  if (!parent.empty()) out += ",\"parentSpanId\":" + json::quoted(parent);
  return out + ",\"name\":" + json::quoted(name) + ",\"kind\":" + std::to_string(kind) +
         ",\"startTimeUnixNano\":\"" + std::to_string(begin) + "\",\"endTimeUnixNano\":\"" +
         std::to_string(end) + "\",";
}

bool is_tool_call(std::string_view method) {
  return method == "tools/call";
}

std::string server_span(const Span& span) {
  const bool tool = is_tool_call(span.method);
  Attributes attributes;
  attributes.text("http.request.method", span.http_method)
      .number("http.response.status_code", span.status)
      .text("mcp.method.name", span.method)
      .text("mcp.protocol.version", span.revision);
  if (tool) {
    attributes.text("gen_ai.operation.name", "execute_tool").text("gen_ai.tool.name", span.name);
  } else if (span.method.empty()) {
    attributes.text("http.route", span.name);
  }
  attributes.text("error.type", span.failure);
  const std::string name = tool                  ? span.method + " " + span.name
                           : span.method.empty() ? span.name
                                                 : span.method;
  std::string out =
      head_of(span, span.span_id, span.parent_id, name, kServerSpan, span.begin_ns, span.end_ns) +
      attributes.finish();
  if (!span.failure.empty()) out += ",\"status\":{\"code\":" + std::to_string(kErrorStatus) + "}";
  return out + "}";
}

std::string database_span(const Span& span) {
  return head_of(span, span.database_span_id, span.span_id, span.name, kClientSpan,
                 span.database_begin_ns, span.database_begin_ns + span.database_ns) +
         Attributes()
             .text("db.system.name", "sqlite")
             .text("db.query.summary", span.name)
             .number("voygent.database.calls", span.database_calls)
             .finish() +
         "}";
}

std::string times(std::int64_t begin_ns, std::int64_t now_ns) {
  return "\"startTimeUnixNano\":\"" + std::to_string(begin_ns) + "\",\"timeUnixNano\":\"" +
         std::to_string(now_ns) + "\"";
}

Attributes attributes_of(const std::string& name, const Metrics::Series& series) {
  Attributes out;
  if (series.method.empty()) return out.text("http.route", name);
  out.text("mcp.method.name", series.method);
  if (is_tool_call(series.method))
    out.text("gen_ai.operation.name", "execute_tool").text("gen_ai.tool.name", name);
  return out;
}

std::string seconds(std::int64_t us) {
  std::string fraction = std::to_string(us % 1'000'000 + 1'000'000).substr(1);
  return std::to_string(us / 1'000'000) + "." + fraction;
}

// The counters hold how many were at most so long; a data point how many were in each bucket.
std::string histogram_point(const std::string& attributes, const Metrics::Series& series,
                            const std::string& when) {
  std::string counts;
  std::string bounds;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < Metrics::kBucketsUs.size(); ++i) {
    counts += (i > 0 ? ",\"" : "\"") + std::to_string(series.at_most[i] - before) + "\"";
    bounds += (i > 0 ? "," : "") + seconds(Metrics::kBucketsUs[i]);
    before = series.at_most[i];
  }
  counts += ",\"" + std::to_string(series.count - before) + "\"";
  return "{" + attributes + "," + when + ",\"count\":\"" + std::to_string(series.count) +
         "\",\"sum\":" + seconds(series.us) + ",\"bucketCounts\":[" + counts +
         "],\"explicitBounds\":[" + bounds + "]}";
}

std::string sum_point(const std::string& attributes, std::int64_t value, const std::string& when) {
  return "{" + attributes + "," + when + ",\"asInt\":\"" + std::to_string(value) + "\"}";
}

std::string joined(const std::vector<std::string>& points) {
  std::string out;
  for (const std::string& point : points) out += (out.empty() ? "" : ",") + point;
  return out;
}

std::string histogram(std::string_view name, const std::vector<std::string>& points) {
  return "{\"name\":" + json::quoted(name) + ",\"unit\":\"s\",\"histogram\":" +
         "{\"aggregationTemporality\":" + std::to_string(kCumulative) + ",\"dataPoints\":[" +
         joined(points) + "]}}";
}

std::string counter(std::string_view name, std::string_view unit,
                    const std::vector<std::string>& points) {
  return "{\"name\":" + json::quoted(name) + ",\"unit\":" + json::quoted(unit) +
         ",\"sum\":{\"aggregationTemporality\":" + std::to_string(kCumulative) +
         ",\"isMonotonic\":true,\"dataPoints\":[" + joined(points) + "]}}";
}

}  // namespace

std::string traces(const Resource& resource, std::span<const Span> spans) {
  std::string list;
  for (const Span& span : spans) {
    list += (list.empty() ? "" : ",") + server_span(span);
    if (span.database_calls > 0) list += "," + database_span(span);
  }
  return "{\"resourceSpans\":[{" + resource_of(resource) + ",\"scopeSpans\":[{" +
         std::string(kScope) + ",\"spans\":[" + list + "]}]}]}";
}

std::string metrics(const Resource& resource, const Metrics::AllSeries& all, std::int64_t begin_ns,
                    std::int64_t now_ns) {
  const std::string when = times(begin_ns, now_ns);
  std::vector<std::string> operations;
  std::vector<std::string> routes;
  std::vector<std::string> calls;
  std::vector<std::string> failures;
  for (const auto& [name, series] : all) {
    const std::string attributes = attributes_of(name, series).finish();
    (series.method.empty() ? routes : operations)
        .push_back(histogram_point(attributes, series, when));
    calls.push_back(sum_point(attributes, series.database_calls, when));
    for (const auto& [failure, count] : series.failures)
      failures.push_back(
          sum_point(attributes_of(name, series).text("error.type", failure).finish(), count, when));
  }
  return "{\"resourceMetrics\":[{" + resource_of(resource) + ",\"scopeMetrics\":[{" +
         std::string(kScope) + ",\"metrics\":[" +
         histogram("mcp.server.operation.duration", operations) + "," +
         histogram("http.server.request.duration", routes) + "," +
         counter("voygent.database.calls", "{call}", calls) + "," +
         counter("voygent.request.failures", "{request}", failures) + "]}]}]}";
}

}  // namespace vg::telemetry
