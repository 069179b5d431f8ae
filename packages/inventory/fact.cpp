#include "inventory/fact.hpp"

#include "base/result.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace vg::inventory {
namespace {

// clang-format off
constexpr Column kWorker[] = {{"main"}, {"compatibility_date"}, {"compatibility_flags", Form::list}, {"environments", Form::list}, {"routes", Form::list}, {"crons", Form::list}, {"variables", Form::list}};
constexpr Column kBinding[] = {{"type"}, {"target"}, {"environment"}, {"used", Form::flag}};
constexpr Column kPackage[] = {{"start"}, {"uses", Form::list}};
constexpr Column kServer[] = {{"tools", Form::number}};
constexpr Column kTool[] = {{"handler"}, {"queries", Form::number}, {"query_loops", Form::number}};
constexpr Column kHandler[] = {{"queries", Form::number}, {"query_loops", Form::number}, {"reads", Form::list}, {"writes", Form::list}};
constexpr Column kQuery[] = {{"function"}, {"reads", Form::list}, {"writes", Form::list}, {"defines", Form::list}, {"in_loop", Form::flag}};
constexpr Column kQueryLoop[] = {{"loop"}, {"through"}, {"query_line", Form::number}, {"tables", Form::list}};
constexpr Column kTable[] = {{"read_by", Form::list}, {"written_by", Form::list}, {"defined_in", Form::list}};
constexpr Column kRender[] = {{"type"}, {"runtime"}, {"plan"}, {"source"}, {"variables", Form::list}};
constexpr Column kWorkflow[] = {{"triggers", Form::list}, {"jobs", Form::list}, {"deploys", Form::list}, {"masked_steps", Form::number}};
constexpr Column kChat[] = {{"version"}, {"servers", Form::number}, {"endpoints", Form::list}};
constexpr Column kChatServer[] = {{"type"}, {"url"}, {"command"}, {"worker"}};
constexpr Column kImage[] = {{"from", Form::list}, {"exposes", Form::list}};
constexpr Column kContainer[] = {{"source"}, {"ports", Form::list}, {"depends_on", Form::list}};
constexpr Column kApi[] = {{"fetched", Form::flag}, {"places", Form::list}};
constexpr Column kSecret[] = {{"form"}};
constexpr Column kProblem[] = {{"message"}};

constexpr std::array<KindRow, 18> kRows = {{
    {Kind::worker, "workers", "Workers", kWorker},
    {Kind::binding, "bindings", "Bindings", kBinding},
    {Kind::package, "packages", "Packages", kPackage},
    {Kind::server, "mcp_servers", "MCP servers", kServer, false},
    {Kind::tool, "mcp_tools", "MCP tools", kTool},
    {Kind::handler, "handlers", "Handlers with queries", kHandler},
    {Kind::query, "queries", "Queries", kQuery},
    {Kind::query_loop, "query_loops", "Queries in loops (N+1)", kQueryLoop},
    {Kind::table, "tables", "Tables", kTable, false},
    {Kind::render_service, "render_services", "Render services", kRender},
    {Kind::workflow, "workflows", "Workflows", kWorkflow},
    {Kind::chat, "chats", "Chat configurations", kChat},
    {Kind::chat_server, "chat_servers", "MCP servers of chats", kChatServer},
    {Kind::image, "images", "Dockerfiles", kImage},
    {Kind::container, "containers", "Compose services", kContainer},
    {Kind::api, "apis", "External APIs", kApi, false},
    {Kind::secret, "secrets", "Secrets that are checked in", kSecret},
    {Kind::problem, "problems", "Problems", kProblem},
}};
// clang-format on

}  // namespace

std::span<const KindRow> kinds() {
  return kRows;
}

const KindRow& row_of(Kind kind) {
  return kRows.at(static_cast<std::size_t>(kind));
}

Fact& Fact::set(std::string_view column, std::string_view value) {
  if (!value.empty()) details.push_back({column, {std::string(value)}});
  return *this;
}

Fact& Fact::set(std::string_view column, std::int64_t number) {
  return set(column, std::string_view(std::to_string(number)));
}

Fact& Fact::add(std::string_view column, std::string_view value) {
  if (value.empty()) return *this;
  auto found = std::ranges::find(details, column, &Detail::column);
  if (found == details.end()) found = details.insert(details.end(), {column, {}});
  if (std::ranges::find(found->values, value) == found->values.end())
    found->values.emplace_back(value);
  return *this;
}

Fact& Fact::flag(std::string_view column, bool on) {
  return on ? set(column, "yes") : *this;
}

std::span<const std::string> Fact::list(std::string_view column) const {
  const auto found = std::ranges::find(details, column, &Detail::column);
  return found == details.end() ? std::span<const std::string>() : found->values;
}

std::string_view Fact::get(std::string_view column) const {
  const auto values = list(column);
  return values.empty() ? std::string_view() : std::string_view(values.front());
}

bool operator<(const Fact& a, const Fact& b) {
  const auto first = [](const Fact& fact) {
    return std::tie(fact.kind, fact.service, fact.file, fact.line, fact.name);
  };
  if (first(a) != first(b)) return first(a) < first(b);
  return std::ranges::lexicographical_compare(
      a.details, b.details,
      [](const Detail& one, const Detail& other) { return one.values < other.values; });
}

}  // namespace vg::inventory
