#include "platform/telemetry/otlp.hpp"

#include "json/parse.hpp"

#include <gtest/gtest.h>

namespace vg::telemetry {
namespace {

using json::Value;

Value attribute(Value holder, std::string_view key) {
  for (const Value& one : holder.get("attributes").items())
    if (one.get_text("key") == key) return one.get("value");
  return {};
}

TEST(Traces, SayWhatAToolDid) {
  const Span span{.trace_id = std::string(32, 'a'),
                  .span_id = std::string(16, 'b'),
                  .parent_id = std::string(16, 'c'),
                  .name = "edit_trip",
                  .method = "tools/call",
                  .revision = "2026-07-28",
                  .http_method = "POST",
                  .failure = "conflict",
                  .database_span_id = std::string(16, 'd'),
                  .status = 200,
                  .begin_ns = 1'000,
                  .end_ns = 9'000,
                  .database_begin_ns = 2'000,
                  .database_ns = 3'000,
                  .database_calls = 1};
  json::Arena arena;
  const std::string text = traces({.version = "2.0.0", .instance = "x"}, {&span, 1});
  const auto body = json::parse(arena, text);
  ASSERT_TRUE(body) << text;
  const Value resource = body->get("resourceSpans").items()[0];
  EXPECT_EQ(attribute(resource.get("resource"), "service.name").get_text("stringValue"), "voygent");
  const auto spans = resource.get("scopeSpans").items()[0].get("spans").items();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].get_text("name"), "tools/call edit_trip");
  EXPECT_EQ(spans[0].get_text("parentSpanId"), std::string(16, 'c'));
  EXPECT_EQ(spans[0].get_text("startTimeUnixNano"), "1000");
  EXPECT_EQ(spans[0].get("status").get("code").integer(), 2);
  EXPECT_EQ(attribute(spans[0], "gen_ai.tool.name").get_text("stringValue"), "edit_trip");
  EXPECT_EQ(attribute(spans[0], "error.type").get_text("stringValue"), "conflict");
  EXPECT_EQ(attribute(spans[0], "http.response.status_code").get_text("intValue"), "200");
  EXPECT_EQ(spans[1].get_text("parentSpanId"), std::string(16, 'b'));
  EXPECT_EQ(spans[1].get_text("endTimeUnixNano"), "5000");
  EXPECT_EQ(attribute(spans[1], "db.system.name").get_text("stringValue"), "sqlite");
}

TEST(Metrics, AreCumulativeHistograms) {
  host::Metrics metrics_of_host;
  metrics_of_host.observe(
      {.name = "edit_trip", .method = "tools/call", .us = 300, .database_calls = 1});
  metrics_of_host.observe({.name = "edit_trip",
                           .method = "tools/call",
                           .failure = "conflict",
                           .us = 9'000'000,
                           .database_calls = 1});
  metrics_of_host.observe({.name = "health", .us = 100});
  json::Arena arena;
  const std::string text = metrics({}, metrics_of_host.series(), 1, 2);
  const auto body = json::parse(arena, text);
  ASSERT_TRUE(body) << text;
  const auto all =
      body->get("resourceMetrics").items()[0].get("scopeMetrics").items()[0].get("metrics").items();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].get_text("name"), "mcp.server.operation.duration");
  const Value point = all[0].get("histogram").get("dataPoints").items()[0];
  const auto counts = point.get("bucketCounts").items();
  ASSERT_EQ(counts.size(), point.get("explicitBounds").items().size() + 1);
  EXPECT_EQ(counts[1].text(), "1");
  EXPECT_EQ(counts[counts.size() - 1].text(), "1");
  EXPECT_EQ(point.get_text("count"), "2");
  EXPECT_EQ(all[1].get("histogram").get("dataPoints").items().size(), 1U);
  const Value failure = all[3].get("sum").get("dataPoints").items()[0];
  EXPECT_EQ(failure.get_text("asInt"), "1");
  EXPECT_EQ(attribute(failure, "error.type").get_text("stringValue"), "conflict");
}

}  // namespace
}  // namespace vg::telemetry
