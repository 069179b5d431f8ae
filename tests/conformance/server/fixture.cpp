#include "tests/conformance/server/fixture.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp/content.hpp"
#include "mcp/messages.hpp"
#include "mcp/sealed_state.hpp"

namespace vg::conformance {

using http::Work;
using json::Value;

namespace {

constexpr std::string_view kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";
constexpr std::string_view kWav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
constexpr std::chrono::milliseconds kPause(50);
constexpr std::chrono::milliseconds kPatience(10'000);
constexpr std::int64_t kStateMs = 10 * 60 * 1000;
constexpr std::string_view kKey = "a key of the fixture only";
constexpr std::string_view kToolsTopic = "fixture/tools";
constexpr std::string_view kPromptsTopic = "fixture/prompts";

std::string image() {
  return mcp::media_block("image", "image/png", kPng);
}

// {key: {method, params}}
std::string input(std::string_view key, std::string_view method, std::string_view params) {
  return "\"" + std::string(key) + "\":{\"method\":\"" + std::string(method) +
         "\",\"params\":" + std::string(params) + "}";
}
std::string form(std::string_view key, std::string_view property, std::string_view type) {
  return input(
      key, "elicitation/create",
      "{\"mode\":\"form\",\"message\":\"Please say\",\"requestedSchema\":{\"type\":\"object\","
      "\"properties\":{\"" +
          std::string(property) + "\":{\"type\":\"" + std::string(type) + "\"}},\"required\":[\"" +
          std::string(property) + "\"]}}");
}
std::string sampling(std::string_view key) {
  return input(
      key, "sampling/createMessage",
      R"({"messages":[{"role":"user","content":{"type":"text","text":"What is the capital of France?"}}],"maxTokens":100})");
}
std::string roots(std::string_view key) {
  return input(key, "roots/list", "{}");
}

}  // namespace

std::optional<Work> FixtureExchange::begin(const mcp::Call& call) {
  switch (call.asked) {
    case mcp::Asked::tool: return tool();
    case mcp::Asked::prompt: get_prompt(); break;
    case mcp::Asked::resource: read_resource(); break;
    case mcp::Asked::completion:
      settle(server().finish(call, R"("completion":{"values":["one","two"],"hasMore":false})"));
      break;
    case mcp::Asked::listen: return listen();
    case mcp::Asked::resources: break;
  }
  return std::nullopt;
}

void FixtureExchange::say(std::string_view text) {
  settle(server().finish(call(), mcp::ToolResult{.text = std::string(text)}));
}

void FixtureExchange::say_blocks(std::string blocks) {
  settle(server().finish(call(), mcp::ToolResult{.text = {},
                                                 .structured = {},
                                                 .is_error = false,
                                                 .blocks = "[" + std::move(blocks) + "]"}));
}

std::optional<Work> FixtureExchange::tool() {
  const std::string_view name = call().name;
  constexpr std::string_view kInput = "test_input_required_result_";
  if (name.starts_with(kInput)) {
    input_tool(name.substr(kInput.size()));
    return std::nullopt;
  }
  if (plain_tool(name)) return std::nullopt;
  if (talking_tool(name) || asking_tool(name)) return next_deed();
  if (name == "test_trigger_tool_change" || name == "test_trigger_prompt_change") {
    told_ = true;
    return http::News{std::string(name == "test_trigger_tool_change" ? kToolsTopic : kPromptsTopic),
                      {}};
  }
  say("The header and the argument agree.");
  return std::nullopt;
}

bool FixtureExchange::plain_tool(std::string_view name) {
  if (name == "test_simple_text" || name == "json_schema_2020_12_tool") {
    say("This is a simple text.");
  } else if (name == "test_image_content") {
    say_blocks(image());
  } else if (name == "test_audio_content") {
    say_blocks(mcp::media_block("audio", "audio/wav", kWav));
  } else if (name == "test_embedded_resource") {
    say_blocks(mcp::resource_block(
        mcp::text_contents("test://embedded-resource", "text/plain", "An embedded resource.")));
  } else if (name == "test_multiple_content_types") {
    say_blocks(mcp::text_block("Three kinds.") + "," + image() + "," +
               mcp::resource_block(mcp::text_contents("test://mixed-content-resource",
                                                      "application/json", R"({"a":1})")));
  } else if (name == "test_error_handling") {
    settle(server().finish(
        call(), mcp::ToolResult{
                    .text = "This tool fails on purpose.", .structured = {}, .is_error = true}));
  } else if (name == "test_missing_capability") {
    if (call().client_can("sampling")) {
      say("The client samples.");
    } else {
      set_status(400);
      settle(server().fail(call(), mcp::Code::missing_capability, "the tool needs sampling",
                           *json::parse(arena(), R"({"requiredCapabilities":{"sampling":{}}})")));
    }
  } else {
    return false;
  }
  return true;
}

// Tools that say something before their result. An empty message opens the stream.
bool FixtureExchange::talking_tool(std::string_view name) {
  if (name == "test_tool_with_progress") {
    if (call().progress_token.is_null()) return true;
    for (const std::int64_t done : {0, 50, 100}) {
      deeds_.emplace_back(mcp::progress(call(), done, 100, "working"));
      deeds_.emplace_back(Pause{});
    }
  } else if (name == "test_tool_with_logging") {
    if (call().modern) return true;
    for (const char* text : {"\"begins\"", "\"works\"", "\"ends\""}) {
      deeds_.emplace_back(mcp::log_message("info", "fixture", text));
      deeds_.emplace_back(Pause{});
    }
  } else if (name == "test_streaming_elicitation" || name == "test_logging_tool") {
    deeds_.emplace_back(std::string());
  } else {
    return false;
  }
  return true;
}

bool FixtureExchange::asking_tool(std::string_view name) {
  const auto ask = [this](std::string_view method, std::string params) {
    deeds_.emplace_back(Question{std::string(method), std::move(params)});
  };
  const auto elicit = [&](std::string_view message, std::string_view schema) {
    ask("elicitation/create", "{\"message\":" + json::write(Value(message)) +
                                  ",\"requestedSchema\":" + std::string(schema) + "}");
  };
  if (name == "test_sampling") {
    ask("sampling/createMessage",
        "{\"messages\":[" +
            mcp::prompt_message("user", mcp::text_block(call().arguments.get_text("prompt"))) +
            "],\"maxTokens\":100}");
  } else if (name == "test_elicitation") {
    elicit(
        call().arguments.get_text("message"),
        R"({"type":"object","properties":{"username":{"type":"string"},"email":{"type":"string"}},"required":["username","email"]})");
  } else if (name == "test_elicitation_sep1034_defaults") {
    elicit(
        "Values are filled in",
        R"({"type":"object","properties":{"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},
"score":{"type":"number","default":95.5},"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
"verified":{"type":"boolean","default":true}},"required":[]})");
  } else if (name == "test_elicitation_sep1330_enums") {
    elicit(
        "Choose",
        R"({"type":"object","properties":{"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
"titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First"},{"const":"value2","title":"Second"},{"const":"value3","title":"Third"}]},
"legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["One","Two","Three"]},
"untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
"titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First"},{"const":"value2","title":"Second"},{"const":"value3","title":"Third"}]}}},
"required":[]})");
  } else {
    return false;
  }
  return true;
}

std::optional<Work> FixtureExchange::next_deed() {
  if (deeds_.empty()) {
    say(answered_.empty() ? "Done." : "The client says: " + answered_);
    return std::nullopt;
  }
  Deed deed = std::move(deeds_.front());
  deeds_.pop_front();
  if (auto* message = std::get_if<std::string>(&deed)) return http::Event{std::move(*message), {}};
  if (std::holds_alternative<Pause>(deed)) return http::Wait{kPause};
  const auto& question = std::get<Question>(deed);
  const std::string id = context_.ids.random(26);
  asked_ = true;
  // Line breaks would end the message of the stream.
  const auto params = json::parse(arena(), arena().copy(question.params));
  return http::Event{mcp::server_request(id, question.method, json::write(*params)),
                     {mcp::reply_topic(id)}};
}

std::optional<Work> FixtureExchange::call_sent() {
  if (told_) {
    say("Told.");
    return std::nullopt;
  }
  if (listening_ || asked_) return http::Wait{kPatience};
  return next_deed();
}

std::optional<Work> FixtureExchange::call_woken(const http::Woken& woken) {
  if (woken.ending) {
    settle(server().finish(call(), ""));
    return std::nullopt;
  }
  if (listening_) {
    if (!woken.news) return http::Event{};
    return http::Event{mcp::subscribed(call(), woken.news->topic == kToolsTopic
                                                   ? "notifications/tools/list_changed"
                                                   : "notifications/prompts/list_changed"),
                       {}};
  }
  if (asked_) {
    asked_ = false;
    const auto reply =
        woken.news ? json::parse(arena(), arena().copy(woken.news->body)) : Result<Value>(Value());
    answered_ = reply ? json::write(reply->get("result")) : "nothing";
  }
  return next_deed();
}

Work FixtureExchange::listen() {
  listening_ = true;
  const Value wanted = call().params.get("notifications");
  http::Event first;
  std::string granted = "{";
  const auto grant = [&](std::string_view key, std::string_view topic) {
    if (!wanted.get(key).boolean()) return;
    granted += (granted.size() > 1 ? ",\"" : "\"") + std::string(key) + "\":true";
    first.follow.emplace_back(topic);
  };
  grant("toolsListChanged", kToolsTopic);
  grant("promptsListChanged", kPromptsTopic);
  first.data = mcp::acknowledged(call(), granted + "}");
  return first;
}

void FixtureExchange::ask_again(std::string_view requests, std::string_view state) {
  const std::string sealed =
      state.empty()
          ? std::string()
          : mcp::seal_state(kKey, call().name, Instant{context_.now.ms + kStateMs}, state);
  settle(server().ask_input(call(), "{" + std::string(requests) + "}", sealed));
}

void FixtureExchange::input_tool(std::string_view which) {
  const auto state = call().request_state.empty()
                         ? std::nullopt
                         : mcp::open_state(kKey, call().name, context_.now, call().request_state);
  if (!call().request_state.empty() && !state) {
    settle(server().fail(call(), mcp::Code::invalid_params, "requestState was changed"));
    return;
  }
  const auto answered = [this](std::string_view key) {
    return call().input_responses.get(key).is_object();
  };
  if (which == "elicitation") {
    const Value answer = call().input_responses.get("user_name");
    const std::string_view name = answer.get("content").get_text("name");
    if (name.empty()) return ask_again(form("user_name", "name", "string"), {});
    say("Hello, " + std::string(name) + ".");
  } else if (which == "sampling") {
    answered("capital_question") ? say("Thank you.") : ask_again(sampling("capital_question"), {});
  } else if (which == "list_roots") {
    answered("client_roots") ? say("Thank you.") : ask_again(roots("client_roots"), {});
  } else if (which == "request_state" || which == "tampered_state") {
    state&& answered("confirm") ? say("state-ok")
                                : ask_again(form("confirm", "ok", "boolean"), "waiting");
  } else if (which == "multiple_inputs") {
    state&& answered("user_name") && answered("greeting") && answered("client_roots")
        ? say("All three are there.")
        : ask_again(form("user_name", "name", "string") + "," + sampling("greeting") + "," +
                        roots("client_roots"),
                    "three");
  } else if (which == "multi_round") {
    if (state == "second" && answered("second")) {
      say("Both rounds are over.");
    } else if (state == "first" && answered("first")) {
      ask_again(form("second", "color", "string"), "second");
    } else {
      ask_again(form("first", "name", "string"), "first");
    }
  } else {
    std::string requests;
    if (call().client_can("sampling")) requests = sampling("capital_question");
    if (call().client_can("elicitation"))
      requests += (requests.empty() ? "" : ",") + form("user_name", "name", "string");
    answered("capital_question") || answered("user_name") ? say("Thank you.")
                                                          : ask_again(requests, {});
  }
}

void FixtureExchange::get_prompt() {
  const std::string_view name = call().name;
  const auto messages = [this](std::initializer_list<std::string> blocks) {
    std::string out;
    for (const std::string& block : blocks)
      out += (out.empty() ? "" : ",") + mcp::prompt_message("user", block);
    settle(server().finish(call(), "\"messages\":[" + out + "]"));
  };
  if (name == "test_simple_prompt") {
    messages({mcp::text_block("A simple prompt.")});
  } else if (name == "test_prompt_with_arguments") {
    messages({mcp::text_block("The first is " + std::string(call().arguments.get_text("arg1")) +
                              ", the second " + std::string(call().arguments.get_text("arg2")))});
  } else if (name == "test_prompt_with_embedded_resource") {
    messages({mcp::resource_block(mcp::text_contents(call().arguments.get_text("resourceUri"),
                                                     "text/plain", "The resource.")),
              mcp::text_block("Read the resource.")});
  } else if (name == "test_prompt_with_image") {
    messages({image(), mcp::text_block("Look at the image.")});
  } else {
    const std::string_view context =
        call().input_responses.get("user_context").get("content").get_text("context");
    if (context.empty()) return ask_again(form("user_context", "context", "string"), {});
    messages({mcp::text_block("The context is " + std::string(context))});
  }
}

void FixtureExchange::read_resource() {
  const std::string_view uri = call().name;
  const auto contents = [&](const std::string& one) {
    settle(server().finish(call(), "\"contents\":[" + one + "]"));
  };
  constexpr std::string_view kTemplate = "test://template/";
  constexpr std::string_view kData = "/data";
  if (uri == "test://static-text" || uri == "test://watched-resource") {
    contents(mcp::text_contents(uri, "text/plain", "A static text."));
  } else if (uri == "test://static-binary") {
    contents(mcp::blob_contents(uri, "image/png", kPng));
  } else if (uri.starts_with(kTemplate) && uri.ends_with(kData) &&
             uri.size() > kTemplate.size() + kData.size()) {
    std::string_view id = uri.substr(kTemplate.size());
    id.remove_suffix(kData.size());
    contents(mcp::text_contents(uri, "application/json",
                                "{\"id\":" + json::write(Value(id)) + ",\"data\":true}"));
  } else {
    settle(server().no_such_resource(call()));
  }
}

}  // namespace vg::conformance
