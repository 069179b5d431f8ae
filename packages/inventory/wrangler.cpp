// Workers and their bindings, from wrangler.toml, wrangler.json and wrangler.jsonc.
#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {
namespace {

using outline::Node;

// Where a sort of binding stands, what names it in the code, what it is bound to.
struct BindingRow {
  std::string_view path;  // members from the top, with a point between them
  std::string_view type;
  std::string_view name = "binding";
  std::array<std::string_view, 3> targets = {};  // the first that is there
};
constexpr std::array<BindingRow, 20> kBindings = {{
    {"d1_databases", "d1", "binding", {"database_name", "database_id"}},
    {"kv_namespaces", "kv", "binding", {"title", "id"}},
    {"r2_buckets", "r2", "binding", {"bucket_name"}},
    {"durable_objects.bindings", "durable_object", "name", {"class_name"}},
    {"queues.producers", "queue", "binding", {"queue"}},
    {"queues.consumers", "queue_consumer", "queue", {"queue"}},
    {"services", "service", "binding", {"service"}},
    {"vectorize", "vectorize", "binding", {"index_name"}},
    {"hyperdrive", "hyperdrive", "binding", {"id"}},
    {"analytics_engine_datasets", "analytics", "binding", {"dataset"}},
    {"mtls_certificates", "mtls", "binding", {"certificate_id"}},
    {"dispatch_namespaces", "dispatch", "binding", {"namespace"}},
    {"send_email", "email", "name", {"destination_address"}},
    {"workflows", "workflow", "binding", {"class_name", "name"}},
    {"pipelines", "pipeline", "binding", {"pipeline"}},
    {"secrets_store_secrets", "secret", "binding", {"secret_name"}},
    {"ratelimits", "rate_limit", "name", {"namespace_id"}},
    {"ai", "ai", "binding", {}},
    {"browser", "browser", "binding", {}},
    {"assets", "assets", "binding", {"directory"}},
}};

const Node& at_path(const Node& node, std::string_view path) {
  const std::size_t point = path.find('.');
  if (point == std::string_view::npos) return node.get(path);
  return at_path(node.get(path.substr(0, point)), path.substr(point + 1));
}

void add_binding(const Source& source, const Node& node, const BindingRow& row,
                 std::string_view environment, Scan& out) {
  const std::string_view name = node.get_text(row.name);
  if (name.empty()) return;
  Fact& fact = add_fact(out, Kind::binding, source, node.get(row.name).line, name);
  fact.set("type", row.type);
  for (const std::string_view target : row.targets)
    if (!target.empty() && fact.get("target").empty()) fact.set("target", node.get_text(target));
  fact.set("environment", environment);
}

void add_bindings(const Source& source, const Node& node, std::string_view environment, Scan& out) {
  for (const BindingRow& row : kBindings) {
    const Node& found = at_path(node, row.path);
    if (found.is_map()) add_binding(source, found, row, environment, out);
    for (const Node& item : found.items) add_binding(source, item, row, environment, out);
  }
}

void add_routes(const Node& node, Fact& fact) {
  fact.add("routes", node.get_text("route"));
  for (const Node& route : node.get("routes").items) {
    fact.add("routes", route.text);
    fact.add("routes", route.get_text("pattern"));
  }
}

}  // namespace

void scan_wrangler(const Source& source, Scan& out) {
  const std::string_view name = file_name(source.path);
  if (!name.starts_with("wrangler") || source.document == nullptr || !source.document->is_map())
    return;
  const Node& top = *source.document;
  const Node* named = top.find("name");
  if (named == nullptr && top.find("main") == nullptr && top.find("env") == nullptr) return;
  std::string_view worker = top.get_text("name");
  if (worker.empty()) worker = file_name(folder_of(source.path));
  Fact fact;
  fact.kind = Kind::worker;
  fact.name = worker.empty() ? std::string_view("worker") : worker;
  fact.file = source.path;
  fact.line = named == nullptr ? 1 : named->line;
  fact.set("main", top.get_text("main"));
  fact.set("compatibility_date", top.get_text("compatibility_date"));
  for (const Node& flag : top.get("compatibility_flags").items)
    fact.add("compatibility_flags", flag.text);
  for (const outline::Member& environment : top.get("env").members)
    fact.add("environments", environment.key);
  add_routes(top, fact);
  for (const Node& cron : top.get("triggers").get("crons").items) fact.add("crons", cron.text);
  for (const outline::Member& variable : top.get("vars").members)
    fact.add("variables", variable.key);
  out.facts.push_back(std::move(fact));
  add_bindings(source, top, {}, out);
  for (const outline::Member& environment : top.get("env").members)
    add_bindings(source, environment.value, environment.key, out);
}

}  // namespace vg::inventory
