// What is offered beside tools, in both eras: which requests become calls, and which are refused.
#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp/content.hpp"
#include "mcp/messages.hpp"
#include "mcp/sealed_state.hpp"
#include "mcp/server.hpp"

#include <gtest/gtest.h>

namespace vg::mcp {
namespace {

constexpr const char* kMeta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}})";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Offer full_offer(json::Arena& arena) {
  const json::Value marked = *json::parse(
      arena,
      R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"at":{"type":"object","properties":{"row":{"type":"integer","x-mcp-header":"Row"}}}}})");
  Offer offer;
  offer.tools = {{"one", "One", "The first", marked, {}, {}}};
  offer.prompts = {{"hello", "Hello", "Says hello", {{"name", "Whom", true}}}};
  offer.templates = {{"thing://{id}", "thing", "Thing", "A thing", "text/plain"}};
  offer.asks_for_resources = true;
  offer.completions = true;
  offer.resources_are_followed = true;
  return offer;
}

class Offered : public testing::Test {
 protected:
  std::string legacy(std::string_view method, std::string_view params = "{}") {
    return ask(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" +
                   std::string(params) + "}",
               nullptr);
  }
  std::string modern(std::string_view method, std::string_view params = "", Head head = {}) {
    head.protocol_version = kModernRevision;
    head.method = method;
    body_ = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":{)" +
            std::string(params) + (params.empty() ? "" : ",") + kMeta + "}}";
    return ask(body_, &head);
  }
  // Status, and the reply or what was asked of the owner.
  std::string ask(const std::string& body, const Head* head) {
    body_ = body;
    arena_.emplace();
    accepted_ = server_.accept(*arena_, body_, head);
    std::string status = std::to_string(accepted_.status) + " ";
    if (accepted_.parts.empty()) return status;
    const auto* call = std::get_if<Call>(&accepted_.parts[0]);
    if (call == nullptr) return status + std::get<std::string>(accepted_.parts[0]);
    return status + "call " + std::to_string(static_cast<int>(call->asked)) + " " +
           std::string(call->name);
  }
  const Call& call() const { return std::get<Call>(accepted_.parts[0]); }

  json::Arena offer_arena_;
  Server server_ = Server({"test", "", "1.0", ""}, full_offer(offer_arena_));
  std::optional<json::Arena> arena_;
  std::string body_;
  Accepted accepted_;
};

TEST_F(Offered, IsDeclared) {
  const std::string capabilities =
      R"("capabilities":{"tools":{},"prompts":{},"resources":{"subscribe":true},"completions":{}})";
  EXPECT_TRUE(contains(legacy("initialize", R"({"protocolVersion":"2025-11-25"})"), capabilities));
  EXPECT_TRUE(contains(modern("server/discover"), capabilities));
}

TEST_F(Offered, ListsArePrepared) {
  EXPECT_TRUE(contains(
      legacy("prompts/list"),
      R"({"prompts":[{"name":"hello","title":"Hello","description":"Says hello","arguments":[{"name":"name","description":"Whom","required":true}]}]})"));
  EXPECT_TRUE(
      contains(modern("resources/templates/list"), R"("ttlMs":300000,"cacheScope":"public")"));
  EXPECT_EQ(legacy("prompts/list", R"({"cursor":""})").substr(0, 4), "200 ");
  EXPECT_TRUE(contains(legacy("prompts/list", R"({"cursor":"x"})"), "-32602"));
}

TEST_F(Offered, CallsGoToTheOwner) {
  EXPECT_EQ(legacy("prompts/get", R"({"name":"hello"})"), "200 call 1 hello");
  EXPECT_EQ(legacy("resources/read", R"({"uri":"thing://1"})"), "200 call 2 thing://1");
  EXPECT_EQ(modern("resources/list"), "200 call 3 ");
  EXPECT_EQ(
      legacy(
          "completion/complete",
          R"({"ref":{"type":"ref/prompt","name":"hello"},"argument":{"name":"name","value":"A"}})"),
      "200 call 4 ");
  EXPECT_EQ(
      modern("subscriptions/listen", R"("notifications":{"resourceSubscriptions":["thing://1"]})"),
      "200 call 5 ");
  EXPECT_EQ(modern("tools/call", R"("name":"one","requestState":"s","inputResponses":{"a":{}})",
                   {.name = "one"}),
            "200 call 0 one");
  EXPECT_EQ(call().request_state, "s");
  EXPECT_TRUE(call().client_can("elicitation"));
  EXPECT_FALSE(call().client_can("sampling"));
}

TEST_F(Offered, WhatIsMissingIsSaid) {
  EXPECT_TRUE(contains(legacy("prompts/get", R"({"name":"x"})"), "there is no prompt 'x'"));
  EXPECT_TRUE(contains(legacy("resources/read"), "params.uri is missing"));
  EXPECT_TRUE(
      contains(legacy("completion/complete", R"({"ref":{"type":"x"}})"), "params needs ref"));
  EXPECT_TRUE(contains(modern("subscriptions/listen"), "params.notifications"));
  EXPECT_TRUE(
      contains(modern("subscriptions/listen", R"("notifications":{"resourceSubscriptions":[1]})"),
               "a list of texts"));
  EXPECT_TRUE(contains(modern("tools/call", R"("name":"one","inputResponses":[])", {.name = "one"}),
                       "inputResponses must be an object"));
  EXPECT_TRUE(contains(modern("resources/subscribe", R"("uri":"thing://1")"), "404 "));
  EXPECT_TRUE(contains(legacy("resources/subscribe", R"({"uri":"thing://1"})"), R"("result":{})"));
  const Server nothing({"test", "", "1.0", ""}, Offer{});
  json::Arena arena;
  for (const char* method :
       {"tools/list", "prompts/list", "resources/list", "completion/complete"}) {
    const std::string body = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + "\"}";
    const Accepted accepted = nothing.accept(arena, body, nullptr);
    EXPECT_TRUE(contains(std::get<std::string>(accepted.parts[0]), "-32601")) << method;
  }
}

TEST_F(Offered, MarkedArgumentsStandInHeadersToo) {
  const std::string one = R"("name":"one","arguments":{"region":"Évora","at":{"row":42}})";
  const auto with = [&](std::vector<ParamHeader> headers) {
    return modern("tools/call", one, {.name = "one", .params = std::move(headers)}).substr(0, 3);
  };
  const ParamHeader region{"mcp-param-region", "=?base64?w4l2b3Jh?="};
  EXPECT_EQ(with({region, {"Mcp-Param-Row", "42.0"}}), "200");
  for (const char* row : {"43", "42.5", "x", ""})
    EXPECT_EQ(with({region, {"Mcp-Param-Row", row}}), "400");
  EXPECT_EQ(with({region}), "400");
  EXPECT_EQ(with({{"Mcp-Param-Region", "=?base64?###?="}, {"Mcp-Param-Row", "42"}}), "400");
  // An argument that is not given needs no header.
  EXPECT_EQ(modern("tools/call", R"("name":"one")", {.name = "one"}).substr(0, 3), "200");
}

TEST_F(Offered, ResultsAreMadeForTheEra) {
  modern("resources/read", R"("uri":"thing://1")", {.name = "thing://1"});
  const std::string read = server_.finish(call(), "\"contents\":[]", Caching::private_);
  EXPECT_TRUE(contains(
      read,
      R"("result":{"resultType":"complete","contents":[],"ttlMs":300000,"cacheScope":"private","_meta")"))
      << read;
  EXPECT_TRUE(contains(server_.no_such_resource(call()), R"("code":-32602)"));
  EXPECT_TRUE(
      contains(server_.ask_input(call(), R"({"a":{}})", "state"),
               R"("resultType":"input_required","inputRequests":{"a":{}},"requestState":"state")"));
  legacy("resources/read", R"({"uri":"thing://1"})");
  EXPECT_EQ(server_.finish(call(), "\"contents\":[]"),
            R"({"jsonrpc":"2.0","id":1,"result":{"contents":[]}})");
  EXPECT_TRUE(contains(server_.no_such_resource(call()), R"("code":-32002)"));
}

TEST_F(Offered, RepliesOfClientsAreHandedOn) {
  const std::string reply = R"({"jsonrpc":"2.0","id":"abc","result":{"action":"accept"}})";
  EXPECT_EQ(ask(reply, nullptr), "202 ");
  ASSERT_TRUE(accepted_.reply);
  EXPECT_EQ(accepted_.reply->id, "abc");
  EXPECT_EQ(json::write(accepted_.reply->body), reply);
}

TEST(SealedState, ComesBackOnlyAsItWentOut) {
  const Instant now{1'000'000};
  const std::string state = seal_state("key", "who\nwhat", Instant{now.ms + 1}, "content.1");
  EXPECT_EQ(open_state("key", "who\nwhat", now, state), "content.1");
  EXPECT_EQ(open_state("other", "who\nwhat", now, state), std::nullopt);
  EXPECT_EQ(open_state("key", "who\nwhat else", now, state), std::nullopt);
  EXPECT_EQ(open_state("key", "who\nwhat", Instant{now.ms + 2}, state), std::nullopt);
  for (std::size_t i = 0; i < state.size(); ++i) {
    std::string changed = state;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    EXPECT_EQ(open_state("key", "who\nwhat", now, changed), std::nullopt) << i;
  }
  for (const char* wrong : {"", ".", "..", "a.b", "1000001.content.1"})
    EXPECT_EQ(open_state("key", "who\nwhat", now, wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace vg::mcp
