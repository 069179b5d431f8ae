#include "apps/cli/finding.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/http_client/client.hpp"

#include <algorithm>

namespace vg::cli {
namespace {

using http_client::Answer;
using json::Value;

constexpr std::size_t kLargestToolList = 10'240;  // bytes; what a model reads before anything else
constexpr std::string_view kOldRevision = "2025-06-18";
constexpr std::string_view kNewRevision = "2026-07-28";

Error wrong(std::string message) {
  return {ErrorCode::unavailable, std::move(message), {}};
}

class Remote {
 public:
  Remote(std::string url, std::string token) : url_(std::move(url)), token_(std::move(token)) {
    while (url_.ends_with('/')) url_.pop_back();
  }

  Status transport() const {
    VG_TRY(const http_client::Url url, http_client::parse_url(url_));
    const bool local = url.host == "localhost" || url.host == "127.0.0.1" || url.host == "::1";
    if (url.secure || local) return Done();
    return wrong("tokens would travel in the clear: use https");
  }

  Result<std::string> health(const std::string& expected) {
    VG_TRY(const Answer answer, get("/health"));
    const auto body = json::parse(arena_, arena_.copy(answer.body));
    if (answer.status != 200 || !body || body->get_text("status") != "ok")
      return wrong("/health answers " + std::to_string(answer.status) + ": " +
                   answer.body.substr(0, 200));
    const std::string version(body->get_text("version"));
    if (!expected.empty() && version != expected)
      return wrong("version " + version + " is there, " + expected + " was expected");
    return "version " + version + ", schema " + std::to_string(body->get("schema").integer());
  }

  Status headers() {
    VG_TRY(const Answer answer, get("/health"));
    if (answer.header("x-content-type-options") != "nosniff")
      return wrong("X-Content-Type-Options is not nosniff");
    if (answer.header("x-request-id").empty()) return wrong("X-Request-Id is missing");
    return Done();
  }

  Status strangers() {
    VG_TRY(const Answer answer, post("/mcp", initialize(), {}));
    if (answer.status != 401)
      return wrong("a request without a token is answered with " + std::to_string(answer.status));
    if (answer.header("www-authenticate").empty()) return wrong("WWW-Authenticate is missing");
    return Done();
  }

  Status foreign_pages() {
    VG_TRY(const Answer answer,
           post("/mcp", initialize(), {{"Origin", "https://elsewhere.example"}}));
    if (answer.status == 403) return Done();
    return wrong("a web page of another origin is answered with " + std::to_string(answer.status));
  }

  Status old_handshake() {
    VG_TRY(const Value result, ask(initialize(), kOldRevision));
    if (result.get_text("protocolVersion") == kOldRevision) return Done();
    return wrong("initialize agreed on " + std::string(result.get_text("protocolVersion")));
  }

  Status new_handshake() {
    VG_TRY(const Value result, ask(message("server/discover", "{}"), kNewRevision));
    for (const Value& version : result.get("supportedVersions").items())
      if (version.text() == kNewRevision) return Done();
    return wrong("server/discover does not offer " + std::string(kNewRevision));
  }

  Result<std::string> tools() {
    VG_TRY(const Value result, ask(message("tools/list", "{}"), kNewRevision));
    const std::size_t bytes = json::write(result).size();
    const std::size_t count = result.get("tools").items().size();
    if (count == 0) return wrong("there is no tool");
    if (bytes > kLargestToolList)
      return wrong("the list of tools has " + std::to_string(bytes) + " bytes, more than " +
                   std::to_string(kLargestToolList));
    return std::to_string(count) + " tools in " + std::to_string(bytes) + " bytes";
  }

  Result<std::string> read() {
    VG_TRY(const Value result, call("start_session", "{}"));
    recent_ = result.get("structuredContent").get("recent");
    const std::int64_t calls = result.get("_meta").get("voygent/db_calls").integer();
    if (calls != 1) return wrong("a read took " + std::to_string(calls) + " database calls");
    return "start_session answers, with one database call";
  }

  Result<std::string> page() {
    if (recent_.items().empty()) return std::string("there is no trip yet, so no page");
    const std::string trip(recent_.items()[0].get_text("trip_id"));
    VG_TRY(const Value result, call("render_trip", "{\"trip_id\":" + json::quoted(trip) + "}"));
    const std::string url(result.get("structuredContent").get_text("preview_url"));
    if (url.empty()) return wrong("previews have no address; set --public-url on the server");
    VG_TRY(const Answer answer, http_client::send({.url = url}));
    if (answer.status != 200) return wrong(url + " answers " + std::to_string(answer.status));
    const std::string_view header = answer.header("content-security-policy");
    if (header.find("frame-ancestors 'none'") == std::string_view::npos)
      return wrong("the preview may be shown in a frame of another page");
    if (answer.body.find("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'") ==
        std::string::npos)
      return wrong("the page has no content security policy");
    if (answer.body.find("<script") != std::string::npos) return wrong("the page has a script");
    return std::to_string(answer.body.size()) + " bytes, policy without scripts";
  }

 private:
  static std::string message(std::string_view method, std::string_view params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":" + json::quoted(method) +
           ",\"params\":" + std::string(params) + "}";
  }
  static std::string initialize() {
    return message("initialize",
                   "{\"protocolVersion\":\"" + std::string(kOldRevision) +
                       "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"voygent doctor\","
                       "\"version\":\"" VG_VERSION "\"}}");
  }

  Result<Answer> get(const std::string& path) const {
    return http_client::send({.url = url_ + path});
  }
  Result<Answer> post(const std::string& path, const std::string& body,
                      std::vector<std::pair<std::string, std::string>> headers) const {
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Accept", "application/json, text/event-stream");
    return http_client::send(
        {.method = "POST", .url = url_ + path, .headers = std::move(headers), .body = body});
  }

  // One message with the token, as a client of that revision sends it.
  Result<Value> ask(std::string body, std::string_view revision) {
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Authorization", "Bearer " + token_}, {"MCP-Protocol-Version", std::string(revision)}};
    if (revision == kNewRevision) VG_CHECK(as_new(body, headers));
    VG_TRY(const Answer answer, post("/mcp", body, std::move(headers)));
    const auto parsed = json::parse(arena_, arena_.copy(answer.body));
    if (answer.status != 200 || !parsed || parsed->find("result") == nullptr)
      return wrong("/mcp answers " + std::to_string(answer.status) + ": " +
                   answer.body.substr(0, 200));
    return parsed->get("result");
  }

  // That revision says in every message who asks, and repeats method and name as headers.
  Status as_new(std::string& body, std::vector<std::pair<std::string, std::string>>& headers) {
    VG_TRY(const Value parsed, json::parse(arena_, arena_.copy(body)));
    json::ObjectBuilder params(arena_);
    for (const json::Member& member : parsed.get("params").members())
      params.add(member.key, member.value);
    const Value who = json::ObjectBuilder(arena_)
                          .add("name", "voygent doctor")
                          .add("version", VG_VERSION)
                          .finish();
    params.add("_meta", json::ObjectBuilder(arena_)
                            .add("io.modelcontextprotocol/protocolVersion", kNewRevision)
                            .add("io.modelcontextprotocol/clientInfo", who)
                            .add("io.modelcontextprotocol/clientCapabilities",
                                 json::ObjectBuilder(arena_).finish())
                            .finish());
    json::ObjectBuilder out(arena_);
    for (const json::Member& member : parsed.members())
      out.add(member.key, member.key == "params" ? params.finish() : member.value);
    body = json::write(out.finish());
    headers.emplace_back("Mcp-Method", parsed.get_text("method"));
    if (const auto name = parsed.get("params").get_text("name"); !name.empty())
      headers.emplace_back("Mcp-Name", name);
    return Done();
  }

  Result<Value> call(std::string_view tool, const std::string& arguments) {
    VG_TRY(const Value result, ask(message("tools/call", "{\"name\":" + json::quoted(tool) +
                                                             ",\"arguments\":" + arguments + "}"),
                                   kNewRevision));
    if (!result.get("isError").boolean()) return result;
    return wrong(std::string(tool) +
                 " fails: " + json::write(result.get("content")).substr(0, 200));
  }

  std::string url_, token_;
  json::Arena arena_;
  Value recent_;
};

Finding told(std::string what, const Result<std::string>& examined) {
  if (examined) return {std::move(what), *examined};
  return {std::move(what), describe(examined.error()), examined.error().code};
}

}  // namespace

std::vector<Finding> examine_remote(const std::string& url, const std::string& token,
                                    const Looked& looked) {
  Remote remote(url, token);
  std::vector<Finding> out = {
      finding("transport", remote.transport(), "nobody on the way can read it")};
  if (!out.back().good()) return out;
  out.push_back(told("health", remote.health(looked.version)));
  if (!out.back().good() || looked.health_only) return out;
  out.push_back(finding("headers", remote.headers(), "as they have to be"));
  out.push_back(finding("strangers", remote.strangers(), "are asked for a token"));
  out.push_back(finding("foreign pages", remote.foreign_pages(), "are turned away"));
  if (token.empty()) {
    out.push_back({"token", "none in VOYGENT_TOKEN: the protocol and a read were not tried",
                   ErrorCode::invalid});
    return out;
  }
  out.push_back(finding("MCP of 2025", remote.old_handshake(), "agrees on 2025-06-18"));
  out.push_back(finding("MCP of 2026", remote.new_handshake(), "offers 2026-07-28"));
  out.push_back(told("tools", remote.tools()));
  out.push_back(told("read", remote.read()));
  out.push_back(told("page", remote.page()));
  return out;
}

}  // namespace vg::cli
