#include "edge-api/openapi.hpp"

#include "app/use_cases.hpp"
#include "edge-api/routes.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "shape/schema.hpp"

#include <array>

namespace vg::edge {

using json::ObjectBuilder;
using json::Value;

namespace {

// What every document has besides its paths of use cases.
constexpr std::string_view kFixed = R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "Voygent",
    "summary": "Trips of travel advisors",
    "description": "Trips, clients, captured offers and published pages. The same use cases are served as MCP tools on /mcp.",
    "license": {"name": "All rights reserved", "identifier": "LicenseRef-Voygent"}
  },
  "security": [{"token": []}],
  "tags": [
    {"name": "contract", "description": "Routes that other systems call by name"},
    {"name": "v1", "description": "Everything the tools of a chat can do"},
    {"name": "operation", "description": "For whoever runs the server"}
  ],
  "components": {
    "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Made with `voygent token create`"}},
    "schemas": {
      "Problem": {
        "type": "object",
        "description": "RFC 9457 problem details",
        "properties": {
          "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}, "code": {"type": "string"},
          "issues": {"type": "array", "items": {"type": "object", "properties": {"path": {"type": "string"}, "message": {"type": "string"}}, "required": ["path", "message"]}}
        },
        "required": ["type", "title", "status", "detail"]
      }
    },
    "responses": {
      "Problem": {"description": "What is wrong and what to do", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    }
  },
  "paths": {
    "/health": {"get": {"operationId": "health", "summary": "Whether the server answers", "security": [], "tags": ["operation"], "responses": {
      "200": {"description": "It does", "content": {"application/json": {"schema": {"type": "object", "properties": {"status": {"type": "string"}, "version": {"type": "string"}, "schema": {"type": "integer"}}, "required": ["status", "version"]}}}},
      "403": {"$ref": "#/components/responses/Problem"}}}},
    "/openapi.json": {"get": {"operationId": "openapi", "summary": "This document", "security": [], "tags": ["operation"], "responses": {
      "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
      "403": {"$ref": "#/components/responses/Problem"}}}},
    "/metrics": {"get": {"operationId": "metrics", "summary": "Counters in the Prometheus text format", "tags": ["operation"], "responses": {
      "200": {"description": "Counters", "content": {"text/plain": {"schema": {"type": "string"}}}},
      "401": {"$ref": "#/components/responses/Problem"}, "403": {"$ref": "#/components/responses/Problem"}}}}
  }
})json";

constexpr std::array<std::string_view, 9> kProblems = {"400", "401", "403", "404", "409",
                                                       "413", "415", "500", "503"};

class Writer {
 public:
  explicit Writer(json::Arena& arena) : arena_(arena) {}

  Value paths(Value fixed) {
    ObjectBuilder out(arena_);
    for (const json::Member& member : fixed.members()) out.add(member.key, member.value);
    for (const Route& route : routes()) {
      ObjectBuilder methods(arena_);
      if (const Value* there = out.find(route.path))
        for (const json::Member& member : there->members()) methods.add(member.key, member.value);
      methods.add(route.method == "GET" ? "get" : "post", operation(route));
      out.set(route.path, methods.finish());
    }
    return out.finish();
  }

 private:
  Value operation(const Route& route) {
    const app::UseCase& use_case = *app::find_use_case(route.use_case);
    const Value arguments =
        shape::arguments_schema(arena_, *use_case.arguments, shape::Detail::exact);
    ObjectBuilder out(arena_);
    out.add("operationId", Value(route.id)).add("summary", Value(route.summary));
    json::ArrayBuilder tags(arena_);
    out.add("tags", tags.add(Value(route.path.starts_with("/trip") ? "contract" : "v1")).finish());
    const Value parameters = this->parameters(route, arguments);
    if (!parameters.items().empty()) out.add("parameters", parameters);
    if (route.method == "POST") out.add("requestBody", body(route, arguments));
    return out.add("responses", responses(route, use_case)).finish();
  }

  static bool in_path(const Route& route, std::string_view name) {
    return route.path.find("{" + std::string(name) + "}") != std::string_view::npos;
  }
  static bool is_left_out(const Route& route, std::string_view name) {
    return in_path(route, name) || (route.preset.name == name && route.preset.name != "view");
  }

  Value parameters(const Route& route, Value arguments) {
    json::ArrayBuilder out(arena_);
    for (const json::Member& member : arguments.get("properties").members()) {
      const bool path = in_path(route, member.key);
      if (!path && (route.method != "GET" || is_left_out(route, member.key))) continue;
      ObjectBuilder row(arena_);
      row.add("name", Value(member.key))
          .add("in", Value(path ? "path" : "query"))
          .add("required", Value(path))
          .add("schema", member.value);
      if (member.value.get_text("type") == "array")
        row.add("style", Value("form")).add("explode", Value(false));
      out.add(row.finish());
    }
    if (route.method == "POST" && arguments.get("properties").find("idempotency_key"))
      out.add(header("Idempotency-Key", "Same key, same request"));
    if (route.method == "POST" && arguments.get("properties").find("expected_version"))
      out.add(header("If-Match", "Entity tag of the expected version, such as \"7\""));
    return out.finish();
  }

  Value header(std::string_view name, std::string_view description) {
    ObjectBuilder schema(arena_);
    ObjectBuilder out(arena_);
    out.add("name", Value(name))
        .add("in", Value("header"))
        .add("required", Value(false))
        .add("description", Value(description));
    return out.add("schema", schema.add("type", Value("string")).finish()).finish();
  }

  // The arguments without those of the path; a body that is a document is any object.
  Value body_schema(const Route& route, Value arguments) {
    ObjectBuilder schema(arena_);
    schema.add("type", Value("object"));
    if (route.body_is_document)
      return schema
          .add("description", Value("A trip document; spec/schemas/trip.schema.json describes it"))
          .finish();
    ObjectBuilder properties(arena_);
    for (const json::Member& member : arguments.get("properties").members())
      if (!is_left_out(route, member.key)) properties.add(member.key, member.value);
    json::ArrayBuilder required(arena_);
    for (const Value& name : arguments.get("required").items())
      if (!is_left_out(route, name.text())) required.add(name);
    schema.add("properties", properties.finish());
    if (!required.empty()) schema.add("required", required.finish());
    return schema.add("additionalProperties", Value(false)).finish();
  }

  Value content(std::string_view type, Value schema) {
    ObjectBuilder media(arena_);
    ObjectBuilder out(arena_);
    return out.add(type, media.add("schema", schema).finish()).finish();
  }

  Value body(const Route& route, Value arguments) {
    const Value schema = body_schema(route, arguments);
    const bool required = route.body_is_document || schema.find("required") != nullptr;
    ObjectBuilder out(arena_);
    return out.add("required", Value(required))
        .add("content", content("application/json", schema))
        .finish();
  }

  Value responses(const Route& route, const app::UseCase& use_case) {
    ObjectBuilder good(arena_);
    good.add("description", Value("Done"))
        .add("content", content("application/json", shape::answer_schema(arena_, *use_case.answer,
                                                                         shape::Detail::exact)));
    ObjectBuilder out(arena_);
    out.add(route.success == 201 ? "201" : "200", good.finish());
    for (std::string_view status : kProblems) {
      ObjectBuilder reference(arena_);
      out.add(status, reference.add("$ref", Value("#/components/responses/Problem")).finish());
    }
    return out.finish();
  }

  json::Arena& arena_;
};

}  // namespace

std::string openapi_document(const app::Environment& environment) {
  json::Arena arena(256 * 1024);
  const auto fixed = json::parse(arena, kFixed);
  VG_ASSERT(fixed.has_value());
  ObjectBuilder out(arena);
  for (const json::Member& member : fixed->members()) out.add(member.key, member.value);
  ObjectBuilder info(arena);
  for (const json::Member& member : fixed->get("info").members())
    info.add(member.key, member.value);
  out.set("info", info.add_copy("version", environment.version).finish());
  ObjectBuilder server(arena);
  json::ArrayBuilder servers(arena);
  server.add_copy("url", environment.public_url.empty() ? "/" : environment.public_url);
  out.set("servers", servers.add(server.finish()).finish());
  out.set("paths", Writer(arena).paths(fixed->get("paths")));
  return json::write(out.finish());
}

}  // namespace vg::edge
