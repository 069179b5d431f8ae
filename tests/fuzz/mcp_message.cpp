// A message with its head, as one text: lines `Name: value`, an empty line, the body. It is
// accepted with the head (HTTP) and without it (stdio), every call in it is answered in each way
// that there is, and each answer has to be JSON.
#include "base/text.hpp"
#include "json/parse.hpp"
#include "mcp/content.hpp"
#include "mcp/messages.hpp"
#include "mcp/sealed_state.hpp"
#include "tests/conformance/server/fixture.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace vg;

// Views into `text`, which loses what was read.
mcp::Head read_head(std::string_view& text) {
  mcp::Head head;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (name == "MCP-Protocol-Version") head.protocol_version = value;
    if (name == "Mcp-Method") head.method = value;
    if (name == "Mcp-Name") head.name = value;
    if (name.starts_with("Mcp-Param-")) head.params.push_back({name, value});
  }
  return head;
}

void expect_json(const std::string& text) {
  json::Arena arena;
  VG_ASSERT(json::parse(arena, text).has_value());
}

std::string answer(const mcp::Server& server, const mcp::Call& call) {
  expect_json(server.fail(call, mcp::Code::invalid_params, call.name, call.arguments));
  expect_json(server.ask_input(call, "{}", mcp::seal_state("key", call.name, {1}, call.name)));
  expect_json(server.no_such_resource(call));
  expect_json(mcp::progress(call, 1, 2, call.name));
  expect_json(mcp::acknowledged(call, "{}"));
  expect_json(mcp::subscribed(call, "notifications/tools/list_changed"));
  const auto opened = mcp::open_state("key", call.name, {0}, call.request_state);
  VG_ASSERT(!opened || opened->size() < call.request_state.size());
  expect_json(server.finish(
      call, "\"contents\":[" + mcp::text_contents(call.name, "text/plain", call.name) + "]",
      mcp::Caching::private_));
  return server.finish(call, mcp::ToolResult{.text = std::string(call.name)});
}

void accept(const mcp::Server& server, std::string_view body, const mcp::Head* head) {
  json::Arena arena;
  mcp::Accepted accepted = server.accept(arena, body, head);
  for (mcp::Part& part : accepted.parts)
    if (const auto* call = std::get_if<mcp::Call>(&part)) part = answer(server, *call);
  const std::string out = mcp::Server::compose(accepted);
  if (!out.empty()) expect_json(out);
  VG_ASSERT(out.empty() == (accepted.status == 202));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const mcp::Server server = conformance::make_fixture_server();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const mcp::Head head = read_head(text);
  accept(server, text, &head);
  accept(server, text, nullptr);
  return 0;
}
