#include "edge-api/rest_arguments.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "shape/typed.hpp"

namespace vg::edge {

using json::Value;

namespace {

Error bad_query(std::string_view name, std::string message) {
  return {ErrorCode::invalid,
          "the query cannot be used; nothing was changed",
          {{"/" + one_line(name, 60), std::move(message)}}};
}

Status add_query(json::Arena& arena, std::string_view query, const shape::Shape& shape,
                 json::ObjectBuilder& out) {
  const auto pairs = http::parse_query(query);
  if (!pairs) return Error{ErrorCode::invalid, "the query is not percent-encoded UTF-8", {}};
  for (const auto& [name, value] : *pairs) {
    if (out.find(name)) return bad_query(name, "stands twice");
    const shape::Field* field = shape.find(name);
    const std::string_view own = arena.copy(name);
    out.add(own, field ? shape::typed(arena, value, *field) : Value(arena.copy(value)));
  }
  return Done{};
}

Status add_body(json::Arena& arena, const http::Request& request, const RouteMatch& match,
                json::ObjectBuilder& out) {
  if (request.body.empty() && !match.route->body_is_document) return Done{};
  VG_TRY(const Value body, json::parse(arena, request.body));
  if (match.route->body_is_document) {
    out.set("document", body);
    return Done{};
  }
  if (!body.is_object())
    return Error{ErrorCode::invalid, "the body must be a JSON object with the arguments", {}};
  for (const json::Member& member : body.members()) {
    if (out.find(member.key)) return bad_query(member.key, "given in the address and in the body");
    out.add(member.key, member.value);
  }
  return Done{};
}

Status add_headers(const http::Request& request, const shape::Shape& shape,
                   json::ObjectBuilder& out) {
  const auto key = request.header("Idempotency-Key");
  if (key && shape.find("idempotency_key") && !out.find("idempotency_key"))
    out.add_copy("idempotency_key", *key);
  const auto match = request.header("If-Match");
  if (!match || !shape.find("expected_version") || out.find("expected_version")) return Done{};
  const std::string_view tag = *match;
  const auto version = tag.size() > 2 && tag.front() == '"' && tag.back() == '"'
                           ? parse_integer(tag.substr(1, tag.size() - 2))
                           : std::nullopt;
  if (!version)
    return Error{
        ErrorCode::invalid, "If-Match must be the entity tag of a version, such as \"7\"", {}};
  out.add("expected_version", Value(*version));
  return Done{};
}

}  // namespace

Result<Value> rest_arguments(json::Arena& arena, const http::Request& request,
                             const RouteMatch& match, const shape::Shape& shape) {
  json::ObjectBuilder out(arena);
  for (const auto& [name, value] : match.parameters) out.add_copy(name, value);
  VG_CHECK(add_query(arena, request.query(), shape, out));
  if (match.route->method != "GET") VG_CHECK(add_body(arena, request, match, out));
  VG_CHECK(add_headers(request, shape, out));
  const Preset& preset = match.route->preset;
  if (!preset.name.empty() && !out.find(preset.name)) out.add(preset.name, Value(preset.value));
  return out.finish();
}

}  // namespace vg::edge
