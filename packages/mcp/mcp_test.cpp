#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp/header_value.hpp"
#include "mcp/server.hpp"

#include <gtest/gtest.h>

namespace vg::mcp {
namespace {

Server make_server() {
  json::Arena arena;
  const json::Value object = *json::parse(arena, R"({"type":"object","properties":{}})");
  return Server({"test", "Test", "1.0", "Do \"this\"."},
                {.tools = {{"one", "One", "The first", object, object, {.read_only = true}},
                           {"two", "Two", "The second", object, object, {}}}});
}

// Status and body of an answer; a call is answered with its own arguments as text.
std::string ask(std::string_view body, const Head* head = nullptr) {
  const Server server = make_server();
  json::Arena arena;
  Accepted accepted = server.accept(arena, body, head);
  for (Part& part : accepted.parts)
    if (const Call* call = std::get_if<Call>(&part))
      part = server.finish(
          *call, ToolResult{.text = std::string(call->name) + json::write(call->arguments),
                            .structured = "{}",
                            .meta = "\"voygent/db_calls\":1"});
  return std::to_string(accepted.status) + " " + Server::compose(accepted);
}

constexpr const char* kMeta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
std::string modern(std::string_view method, std::string_view params = "") {
  return R"({"jsonrpc":"2.0","id":7,"method":")" + std::string(method) + R"(","params":{)" +
         std::string(params) + (params.empty() ? "" : ",") + kMeta + "}}";
}
Head modern_head(std::string_view method) {
  return {"2026-07-28", method, std::nullopt};
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Legacy, ShakesHandsWithoutASession) {
  for (const char* version : {"2025-11-25", "2025-06-18", "2025-03-26"}) {
    const std::string reply =
        ask(R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" +
            std::string(version) + R"(","capabilities":{}}})");
    EXPECT_TRUE(contains(reply, R"(200 {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":")" +
                                    std::string(version) + "\""))
        << reply;
    EXPECT_TRUE(contains(
        reply,
        R"("capabilities":{"tools":{}},"serverInfo":{"name":"test","title":"Test","version":"1.0"},"instructions":"Do \"this\"."}})"))
        << reply;
  }
  EXPECT_TRUE(contains(
      ask(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01"}})"),
      "\"2025-11-25\""));
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"), "202 ");
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","id":"p","method":"ping"})"),
            R"(200 {"jsonrpc":"2.0","id":"p","result":{}})");
  EXPECT_EQ(
      ask(R"({"jsonrpc":"2.0","id":2,"method":"logging/setLevel","params":{"level":"info"}})"),
      R"(200 {"jsonrpc":"2.0","id":2,"result":{}})");
}

TEST(Legacy, ListsAndCalls) {
  const std::string list = ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})");
  EXPECT_TRUE(contains(
      list,
      R"("result":{"tools":[{"name":"one","title":"One","description":"The first","inputSchema":{)"))
      << list;
  EXPECT_TRUE(contains(list, R"("annotations":{"readOnlyHint":true,"openWorldHint":false}})"))
      << list;
  EXPECT_EQ(
      ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"two"}})"),
      R"(200 {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"two{}"}],"structuredContent":{},"_meta":{"voygent/db_calls":1}}})");
  EXPECT_TRUE(contains(
      ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}})"), "-32602"));
  EXPECT_TRUE(
      contains(ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"three"}})"),
               "\"code\":-32602,\"message\":\"there is no tool 'three'"));
  EXPECT_TRUE(
      contains(ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}})"), "-32602"));
  EXPECT_TRUE(contains(
      ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"one","arguments":[1]}})"),
      "-32602"));
  EXPECT_TRUE(contains(ask(R"({"jsonrpc":"2.0","id":1,"method":"prompts/list"})"),
                       "200 {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601"));
}

TEST(Legacy, ServesBatchesInTheRevisionThatHasThem) {
  const char* batch =
      R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"one"}}])";
  EXPECT_TRUE(contains(
      ask(batch),
      R"(200 [{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":2,"result":{"content")"));
  const Head old{"2025-03-26", std::nullopt, std::nullopt};
  EXPECT_TRUE(contains(ask(batch, &old), "200 ["));
  const Head newer{"2025-06-18", std::nullopt, std::nullopt};
  EXPECT_TRUE(contains(ask(batch, &newer), "400 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600"));
  EXPECT_EQ(ask(R"([{"jsonrpc":"2.0","method":"notifications/x"}])"), "202 ");
  std::string many = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  for (int i = 0; i < 100; ++i) many += R"(,{"jsonrpc":"2.0","id":1,"method":"ping"})";
  EXPECT_TRUE(contains(ask("[" + many + "]"), "at most 100 messages"));
  for (
      const char* bad :
      {"[]", "[1]",
       R"([{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}])"})
    EXPECT_TRUE(contains(ask(bad), "400 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600")) << bad;
}

TEST(Messages, ThatAreNoneAreRefused) {
  struct Case {
    const char* body;
    const char* answer;
  };
  for (const Case& c : {Case{"{", "400 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700"},
                        {"1", "400 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600"},
                        {"{}", "400 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600"},
                        {R"({"jsonrpc":"1.0","id":3,"method":"ping"})",
                         "400 {\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32600"},
                        {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", "400"},
                        {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", "400"},
                        {R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})", "400"},
                        {R"({"jsonrpc":"2.0","id":1,"result":{}})", "202 "},
                        {R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}})", "202 "}})
    EXPECT_TRUE(ask(c.body).starts_with(c.answer)) << c.body << ": " << ask(c.body);
}

TEST(Modern, DiscoversListsAndCalls) {
  Head head = modern_head("server/discover");
  const std::string discover = ask(modern("server/discover"), &head);
  EXPECT_TRUE(contains(
      discover,
      R"("result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"instructions":)"))
      << discover;
  EXPECT_TRUE(contains(
      discover,
      R"("ttlMs":300000,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"test")"))
      << discover;
  head = modern_head("tools/list");
  EXPECT_TRUE(
      contains(ask(modern("tools/list"), &head), R"("result":{"resultType":"complete","tools":[)"));
  head = modern_head("tools/call");
  head.name = "one";
  EXPECT_TRUE(contains(
      ask(modern("tools/call", R"("name":"one","arguments":{"a":1})"), &head),
      R"("result":{"resultType":"complete","content":[{"type":"text","text":"one{\"a\":1}"}])"));
  head.name = "=?base64?b25l?=";
  EXPECT_TRUE(contains(ask(modern("tools/call", R"("name":"one")"), &head), "\"complete\""));
  EXPECT_TRUE(contains(ask(modern("tools/call", R"("name":"one")")), "\"complete\""))
      << "no headers on stdio";
}

TEST(Modern, ChecksInTheOrderOfTheLadder) {
  const auto code_of = [](const std::string& body, const Head& head) {
    const std::string answer = ask(body, &head);
    const std::size_t at = answer.find("\"code\":");
    return answer.substr(0, 4) + (at == std::string::npos ? "ok" : answer.substr(at + 7, 6));
  };
  const auto envelope = [](std::string_view meta) {
    return R"({"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"_meta":)" +
           std::string(meta) + "}}";
  };
  const Head good = modern_head("tools/list");
  EXPECT_EQ(code_of(envelope(R"({"io.modelcontextprotocol/protocolVersion":7})"), good),
            "400 -32602");
  EXPECT_EQ(code_of(envelope(R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28"})"), good),
            "400 -32602");
  EXPECT_EQ(
      code_of(
          envelope(
              R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{}})"),
          good),
      "400 -32602");
  EXPECT_EQ(code_of(modern("tools/list"), {"2025-11-25", "tools/list", std::nullopt}),
            "400 -32020");
  EXPECT_EQ(code_of(modern("tools/list"), {"2026-07-28", "tools/call", std::nullopt}),
            "400 -32020");
  EXPECT_EQ(
      code_of(
          envelope(
              R"({"io.modelcontextprotocol/protocolVersion":"v9","io.modelcontextprotocol/clientCapabilities":{}})"),
          {"v9", "tools/list", std::nullopt}),
      "400 -32022");
  EXPECT_EQ(
      code_of(
          envelope(
              R"({"io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}})"),
          {"2025-11-25", "tools/list", std::nullopt}),
      "400 -32022");
  EXPECT_EQ(code_of(modern("tools/list"), {std::nullopt, "tools/list", std::nullopt}),
            "400 -32020");
  EXPECT_EQ(code_of(modern("tools/list"), {"2026-07-28", std::nullopt, std::nullopt}),
            "400 -32020");
  EXPECT_EQ(code_of(modern("tools/call", R"("name":"one")"), modern_head("tools/call")),
            "400 -32020");
  EXPECT_EQ(code_of(modern("tools/call", R"("name":"one")"), {"2026-07-28", "tools/call", "two"}),
            "400 -32020");
  EXPECT_EQ(code_of(modern("tools/call", R"("name":"one")"),
                    {"2026-07-28", "tools/call", "=?base64?!?="}),
            "400 -32020");
  for (const char* gone : {"initialize", "ping", "logging/setLevel", "resources/subscribe",
                           "prompts/list", "nonsense"})
    EXPECT_EQ(code_of(modern(gone), modern_head(gone)), "404 -32601") << gone;
  EXPECT_EQ(code_of(modern("tools/call", R"("name":"none")"), {"2026-07-28", "tools/call", "none"}),
            "200 -32602");
  EXPECT_TRUE(contains(
      ask(envelope(
          R"({"io.modelcontextprotocol/protocolVersion":"v9","io.modelcontextprotocol/clientCapabilities":{}})")),
      R"("data":{"supported":["2026-07-28"],"requested":"v9"})"));
}

TEST(Modern, CrossChecksHeadersOfOtherMessages) {
  const Head modern_version{"2026-07-28", std::nullopt, std::nullopt};
  EXPECT_TRUE(contains(ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", &modern_version),
                       "400 {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602"));
  EXPECT_TRUE(contains(
      ask(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})", &modern_version),
      "-32020"));
  const Head unknown{"2025-01-01", std::nullopt, std::nullopt};
  EXPECT_TRUE(contains(ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", &unknown), "400"));
  const Head mismatch{"2026-07-28", "other", std::nullopt};
  EXPECT_TRUE(contains(ask(R"({"jsonrpc":"2.0","method":"notifications/x"})", &mismatch), "400"));
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"notifications/x"})", &modern_version), "202 ");
  EXPECT_TRUE(contains(
      ask(R"({"jsonrpc":"2.0","method":"notifications/x","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":1}}})"),
      "-32602"));
}

TEST(HeaderValue, IsDecoded) {
  EXPECT_EQ(decode_header_value("plain"), "plain");
  EXPECT_EQ(decode_header_value("=?base64?w6k=?="), "é");
  EXPECT_EQ(decode_header_value("=?base64?"
                                "?="),
            "");
  for (const char* bad : {"=?base64?w6k?=", "=?base64?w$k=?=", "=?base64?/w==?="})
    EXPECT_FALSE(decode_header_value(bad)) << bad;
}

}  // namespace
}  // namespace vg::mcp
