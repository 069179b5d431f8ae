#include "mcp-gateway/elicitation.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "mcp/sealed_state.hpp"

namespace vg::gateway {

using json::Value;

namespace {

constexpr std::string_view kKey = "answer";  // of the input request
constexpr std::int64_t kTimeToAnswerMs = 15 * 60 * 1000;

// Not the key of preview links itself, so that neither can stand for the other.
std::string state_key(const app::Environment& environment) {
  return to_hex(hmac_sha256(environment.preview_key, "mcp request state"));
}

std::string join(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& key : path) out += (out.empty() ? "" : "/") + key;
  return out;
}

// The object with `value` at the path; objects on the way are copied or made.
Value with(json::Arena& arena, Value object, std::span<const std::string_view> path, Value value) {
  json::ObjectBuilder out(arena);
  for (const json::Member& member : object.members()) out.add(member.key, member.value);
  const std::string_view key = arena.copy(path.front());
  out.set(key, path.size() == 1 ? value : with(arena, object.get(key), path.subspan(1), value));
  return out.finish();
}

}  // namespace

std::string request_binding(const Actor& actor, const mcp::Call& call) {
  return actor.token_hash + actor.tenant + "\n" + std::string(call.name) + "\n" +
         to_hex(sha256(json::write(call.arguments)));
}

std::string input_request(const app::Question& question) {
  json::Arena arena;
  json::ObjectBuilder field(arena);
  if (question.choices.empty()) {
    field.add("type", Value("boolean")).add("title", Value("Yes"));
  } else {
    json::ArrayBuilder choices(arena);
    for (const auto& choice : question.choices) {
      json::ObjectBuilder one(arena);
      one.add("const", Value(choice.value)).add("title", Value(choice.title));
      choices.add(one.finish());
    }
    field.add("type", Value("string")).add("oneOf", choices.finish());
  }
  json::ObjectBuilder properties(arena);
  properties.add(question.argument.back(), field.finish());
  json::ArrayBuilder required(arena);
  required.add(Value(question.argument.back()));
  json::ObjectBuilder schema(arena);
  schema.add("type", Value("object"))
      .add("properties", properties.finish())
      .add("required", required.finish());
  json::ObjectBuilder params(arena);
  params.add("mode", Value("form"))
      .add("message", Value(question.message))
      .add("requestedSchema", schema.finish());
  json::ObjectBuilder request(arena);
  request.add("method", Value("elicitation/create")).add("params", params.finish());
  json::ObjectBuilder out(arena);
  out.add(kKey, request.finish());
  return json::write(out.finish());
}

std::string seal_question(const app::Environment& environment, std::string_view binding,
                          Instant now, const app::Question& question) {
  return mcp::seal_state(state_key(environment), binding, Instant{now.ms + kTimeToAnswerMs},
                         join(question.argument));
}

InputAnswer read_answer(json::Arena& arena, const app::Environment& environment,
                        std::string_view binding, Instant now, const mcp::Call& call) {
  const auto path = mcp::open_state(state_key(environment), binding, now, call.request_state);
  if (!path) return {InputAnswer::Kind::forged, {}};
  const Value response = call.input_responses.get(kKey);
  const std::string_view action = response.get_text("action");
  if (action == "decline" || action == "cancel") return {InputAnswer::Kind::declined, {}};
  if (action != "accept") return {InputAnswer::Kind::none, {}};
  const auto keys = split(*path, '/');
  const Value value = response.get("content").get(keys.back());
  const bool answered = value.is_string() || value.is(json::Kind::boolean);
  if (!answered) return {InputAnswer::Kind::none, {}};
  if (value.is(json::Kind::boolean) && !value.boolean()) return {InputAnswer::Kind::declined, {}};
  return {InputAnswer::Kind::accepted, with(arena, call.arguments, keys, value)};
}

}  // namespace vg::gateway
