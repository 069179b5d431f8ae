#include "platform/cutover/shadow.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "platform/http_client/client.hpp"

#include <chrono>
#include <cstdlib>

namespace vg::cutover {

using json::Value;

namespace {

constexpr std::string_view kTripPlace = "{trip:";

Result<std::string> with_trip_ids(std::string text, const TripIds& trips) {
  for (std::size_t at = 0; (at = text.find(kTripPlace, at)) != std::string::npos;) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) break;
    const std::string key = text.substr(at + kTripPlace.size(), end - at - kTripPlace.size());
    const auto found = trips.find(key);
    if (found == trips.end())
      return Error{ErrorCode::invalid, "no row " + key + " of trips_v2 was imported", {}};
    text.replace(at, end - at + 1, found->second);
  }
  return text;
}

// One tools/call without a session: the whole answer.
Result<Value> call(json::Arena& arena, const std::string& url, const std::string& token,
                   const std::string& params, std::int64_t& us) {
  http_client::Request request{
      .method = "POST",
      .url = url,
      .headers = {{"Content-Type", "application/json"},
                  {"Accept", "application/json, text/event-stream"},
                  {"MCP-Protocol-Version", "2025-06-18"}},
      .body = R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":)" + params + "}"};
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  const auto begin = std::chrono::steady_clock::now();
  VG_TRY(const http_client::Answer answer, http_client::send(request));
  us += std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                              begin)
            .count();
  if (const auto body = json::parse(arena, arena.copy(answer.body));
      body && answer.status == 200 && body->find("result") != nullptr)
    return body->get("result");
  return Error{
      ErrorCode::unavailable,
      url + " answered " + std::to_string(answer.status) + ": " + answer.body.substr(0, 200),
      {}};
}

std::string params_of(Value asked) {
  json::Arena arena;
  const Value arguments = asked.get("arguments");
  return json::write(
      json::ObjectBuilder(arena)
          .add("name", asked.get("tool"))
          .add("arguments", arguments.is_object() ? arguments : json::ObjectBuilder(arena).finish())
          .finish());
}

std::string text_of(Value result) {
  std::string out;
  for (const Value& part : result.get("content").items()) out += part.get_text("text");
  return out;
}

// White space is nothing that a fact is about.
std::string folded(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') out += c;
  return out;
}

class Replay {
 public:
  Replay(const Environment& environment, const TripIds& trips)
      : environment_(environment), trips_(trips) {
    if (const char* token = std::getenv(environment.new_side.token_env.c_str())) token_ = token;
  }

  Status line(std::string_view text, std::size_t number) {
    const auto wrong = [&](const std::string& what) {
      return Error{ErrorCode::invalid,
                   environment_.requests + ", line " + std::to_string(number) + ": " + what,
                   {}};
    };
    json::Arena arena;
    auto filled = with_trip_ids(std::string(text), trips_);
    if (!filled) return wrong(filled.error().message);
    const auto request = json::parse(arena, *filled);
    if (!request) return wrong("is no JSON");
    const Value facts = request->get("facts");
    if (request->get("old").get_text("tool").empty() ||
        request->get("new").get_text("tool").empty() || facts.items().empty())
      return wrong("has to name old.tool, new.tool and facts");
    VG_TRY(const Value before,
           call(arena, environment_.old_side.url, {}, params_of(request->get("old")), out.old_us));
    VG_TRY(const Value now, call(arena, environment_.new_side.url, token_,
                                 params_of(request->get("new")), out.new_us));
    ++out.requests;
    compare(std::string(request->get_text("name")), before, now, facts);
    return Done();
  }

  Shadow out;

 private:
  void compare(const std::string& name, Value before, Value now, Value facts) {
    if (before.get("isError").boolean())
      out.mismatches.push_back({name, "", "the old side failed"});
    if (now.get("isError").boolean())
      out.mismatches.push_back({name, "", "the new side failed: " + text_of(now).substr(0, 200)});
    const std::string said = folded(text_of(before));
    for (const Value& fact : facts.items()) {
      ++out.facts;
      const Value value = at_pointer(now.get("structuredContent"), fact.text());
      const std::string wanted =
          folded(value.is_string() ? std::string(value.text()) : json::write(value));
      if (value.is_null())
        out.mismatches.push_back({name, std::string(fact.text()), "the new side says nothing"});
      else if (said.find(wanted) == std::string::npos)
        out.mismatches.push_back(
            {name, std::string(fact.text()), "the old side does not say what the new one says"});
    }
  }

  const Environment& environment_;
  const TripIds& trips_;
  std::string token_;
};

}  // namespace

Value at_pointer(Value value, std::string_view pointer) {
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    std::string key;
    for (std::size_t i = 0; i < end; ++i) {
      const bool escape = pointer[i] == '~' && i + 1 < end;
      key += escape ? (pointer[i + 1] == '1' ? '/' : '~') : pointer[i];
      if (escape) ++i;
    }
    pointer.remove_prefix(end);
    if (value.is_array()) {
      const auto index = parse_integer(key);
      const auto items = value.items();
      if (!index || *index < 0 || static_cast<std::size_t>(*index) >= items.size()) return {};
      value = items[static_cast<std::size_t>(*index)];
    } else {
      value = value.get(key);
    }
  }
  return value;
}

Result<Shadow> replay(const Environment& environment, const TripIds& trips) {
  const auto text = folder::read_file(environment.requests);
  if (!text) return Error{ErrorCode::invalid, environment.requests + " cannot be read", {}};
  Replay replaying(environment, trips);
  std::size_t number = 0;
  for (std::string_view line : split(*text, '\n')) {
    ++number;
    if (!trim(line).empty()) VG_CHECK(replaying.line(line, number));
  }
  if (replaying.out.requests == 0)
    return Error{ErrorCode::invalid, environment.requests + " holds no request", {}};
  return std::move(replaying.out);
}

}  // namespace vg::cutover
