#include "inventory/graph.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace vg::inventory {
namespace {

using NodeKey = std::pair<Layer, std::string>;

struct StoreRow {
  std::string_view type, detail;
};
constexpr std::array<StoreRow, 7> kStores = {{{"d1", "D1 database"},
                                              {"kv", "KV namespace"},
                                              {"r2", "R2 bucket"},
                                              {"durable_object", "Durable Object"},
                                              {"queue", "queue"},
                                              {"vectorize", "vector index"},
                                              {"hyperdrive", "Hyperdrive"}}};

// Libraries of a package that mean a database.
constexpr std::array<StoreRow, 7> kLibraries = {{{"better-sqlite3", "SQLite"},
                                                 {"sqlite3", "SQLite"},
                                                 {"pg", "Postgres"},
                                                 {"mongodb", "MongoDB"},
                                                 {"mongoose", "MongoDB"},
                                                 {"redis", "Redis"},
                                                 {"drizzle-orm", ""}}};

class Builder {
 public:
  explicit Builder(const Inventory& inventory) : inventory_(inventory) {}

  Graph run() {
    for (const Fact& worker : inventory_.of(Kind::worker))
      node(Layer::service, worker.name, "Worker");
    for (const Fact& server : inventory_.of(Kind::server))
      node(Layer::service, server.name, "MCP server");
    for (const Fact& binding : inventory_.of(Kind::binding)) add_binding(binding);
    for (const Fact& package : inventory_.of(Kind::package)) add_package(package);
    for (const Fact& api : inventory_.of(Kind::api)) add_api(api);
    for (const Fact& server : inventory_.of(Kind::chat_server)) add_chat_server(server);
    for (const Fact& one : inventory_.of(Kind::render_service))
      add_deployment(one, "Render " + std::string(one.get("type")));
    for (const Fact& one : inventory_.of(Kind::container)) add_deployment(one, "container");
    return finish();
  }

 private:
  NodeKey node(Layer layer, std::string_view label, std::string_view detail) {
    NodeKey key(layer, label.empty() ? std::string("(no name)") : std::string(label));
    nodes_.emplace(key, detail);
    return key;
  }

  void edge(const NodeKey& from, const NodeKey& to, std::string_view label) {
    if (from != to) edges_.insert({from, to, std::string(label)});
  }

  void add_binding(const Fact& fact) {
    const NodeKey from = node(Layer::service, fact.service, "service");
    const std::string target = target_of(fact);
    const std::string label = fact.name + (fact.get("used").empty() ? ", not used" : "");
    if (fact.get("type") == "service")
      return edge(from, node(Layer::service, target, "Worker"), label);
    for (const StoreRow& row : kStores)
      if (row.type == fact.get("type")) edge(from, node(Layer::store, target, row.detail), label);
  }

  // Namespaces have an id and no name; the binding's is what people know.
  static std::string target_of(const Fact& fact) {
    constexpr std::size_t kShortId = 8;
    std::string target(fact.get("target"));
    if (target.empty()) return fact.name;
    if (fact.get("type") != "kv" && fact.get("type") != "hyperdrive") return target;
    std::size_t end = std::min(kShortId, target.size());
    while (!is_utf8(std::string_view(target).substr(0, end))) --end;
    return fact.name + " " + target.substr(0, end);
  }

  void add_package(const Fact& fact) {
    if (fact.service != fact.name) return;  // a Worker has its folder
    for (const StoreRow& row : kLibraries) {
      const auto uses = fact.list("uses");
      if (row.detail.empty() || std::ranges::find(uses, row.type) == uses.end()) continue;
      const std::string name = std::string(row.detail) + " of " + fact.name;
      edge(node(Layer::service, fact.name, "package"), node(Layer::store, name, row.detail), "");
    }
  }

  void add_api(const Fact& fact) {
    const std::string_view name =
        fact.name == "(computed)" ? "any address" : std::string_view(fact.name);
    const std::string_view service =
        fact.service.empty() ? "(no service)" : std::string_view(fact.service);
    const NodeKey other(Layer::service, fact.name.substr(0, fact.name.find('.')));
    if (nodes_.contains(other))
      return edge(node(Layer::service, service, "service"), other, "fetches");
    edge(node(Layer::service, service, "service"), node(Layer::api, name, "external"),
         fact.get("fetched").empty() ? "names" : "fetches");
  }

  void add_chat_server(const Fact& fact) {
    const NodeKey chat = node(Layer::chat, fact.file, "chat");
    const std::string_view worker = fact.get("worker");
    if (!worker.empty())
      return edge(chat, node(Layer::service, worker, "service"), fact.get("type"));
    edge(chat, node(Layer::service, fact.name, "MCP server elsewhere"), fact.get("type"));
  }

  void add_deployment(const Fact& fact, std::string_view detail) {
    const NodeKey from = node(Layer::deployment, fact.name, detail);
    for (const std::string& other : fact.list("depends_on"))
      edge(from, node(Layer::deployment, other, "container"), "");
    // What is built here and is called as a service is, or lies in its folder.
    std::string_view folder = fact.get("source");
    if (!folder.starts_with("build ")) return;
    folder = file_name(folder.substr(folder.find_first_not_of("./", 6) == std::string_view::npos
                                         ? 6
                                         : folder.find_first_not_of("./", 6)));
    for (const Kind kind : {Kind::package, Kind::worker})
      for (const Fact& service : inventory_.of(kind))
        if (service.name == fact.name || file_name(folder_of(service.file)) == folder)
          edge(from, node(Layer::service, service.service, "package"), "runs");
  }

  Graph finish() {
    Graph out;
    std::map<NodeKey, int> index;
    for (const auto& [key, detail] : nodes_) {
      index[key] = static_cast<int>(out.nodes.size());
      out.nodes.push_back({key.first, key.second, detail});
    }
    for (const auto& [from, to, label] : edges_)
      out.edges.push_back({index[from], index[to], label});
    return out;
  }

  const Inventory& inventory_;
  std::map<NodeKey, std::string> nodes_;
  std::set<std::tuple<NodeKey, NodeKey, std::string>> edges_;
};

}  // namespace

Graph graph_of(const Inventory& inventory) {
  return Builder(inventory).run();
}

}  // namespace vg::inventory
