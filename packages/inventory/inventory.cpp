#include "inventory/inventory.hpp"

#include "base/text.hpp"
#include "inventory/secrets.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace vg::inventory {
namespace {

constexpr std::array<CountRow, 10> kCountRows = {{{"files", &Counts::files},
                                                  {"read", &Counts::read},
                                                  {"bytes", &Counts::bytes},
                                                  {"vendored_folders", &Counts::vendored_folders},
                                                  {"binary", &Counts::binary},
                                                  {"minified", &Counts::minified},
                                                  {"too_large", &Counts::too_large},
                                                  {"links", &Counts::links},
                                                  {"special", &Counts::special},
                                                  {"unreadable", &Counts::unreadable}}};

using Key = std::pair<std::string, std::string>;

// Texts of files may hold anything; what leaves the inventory is UTF-8 on one line.
void make_printable(std::string& text) {
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const char32_t c = next_code_point(rest);
    append_utf8(out, c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ? U' ' : c);
  }
  text = std::move(out);
}

void make_safe(std::string& text) {
  make_printable(text);
  text = without_secrets(text);
}

class Assembly {
 public:
  explicit Assembly(std::vector<Scan> scans) {
    for (Scan& scan : scans) {
      std::ranges::move(scan.facts, std::back_inserter(facts_));
      std::ranges::move(scan.hints, std::back_inserter(hints_));
    }
  }

  std::vector<Fact> run() && {
    for (Fact& fact : facts_) {
      make_safe(fact.name);
      make_printable(fact.file);
      for (Detail& detail : fact.details) std::ranges::for_each(detail.values, make_safe);
    }
    assign_services();
    std::sort(facts_.begin(), facts_.end());
    mark_used_bindings();
    join_tools();
    join_tables();
    join_apis();
    link_chats();
    std::sort(facts_.begin(), facts_.end());
    return std::move(facts_);
  }

 private:
  // ---- services

  // A Worker takes its folder before a package does.
  void assign_services() {
    for (const Kind kind : {Kind::package, Kind::worker})
      for (const Fact& fact : facts_)
        if (fact.kind == kind) services_[std::string(folder_of(fact.file))] = fact.name;
    for (Fact& fact : facts_) fact.service = service_of(fact.file);
  }

  std::string service_of(std::string_view file) const {
    for (std::string_view folder = folder_of(file);; folder = folder_of(folder)) {
      const auto found = services_.find(folder);
      if (found != services_.end()) return found->second;
      if (folder.empty()) return {};
    }
  }

  void mark_used_bindings() {
    std::set<Key> used;
    for (const Hint& hint : hints_)
      if (hint.sort == Hint::Sort::setting) used.insert({service_of(hint.file), hint.name});
    for (Fact& fact : facts_) {
      if (fact.kind != Kind::binding) continue;
      const bool by_itself = fact.get("type") == "queue_consumer" || fact.get("type") == "assets";
      fact.flag("used", by_itself || used.contains({fact.service, fact.name}));
    }
  }

  // ---- tools

  // A tool stands in the list and in the call that registers it: one tool, in its first place.
  void join_tools() {
    std::map<Key, const Fact*> handlers;
    for (const Fact& fact : facts_)
      if (fact.kind == Kind::handler) handlers.emplace(Key(fact.service, fact.name), &fact);
    std::map<Key, std::vector<std::string>> called;
    for (const Hint& hint : hints_)
      if (hint.sort == Hint::Sort::dispatch)
        called[{service_of(hint.file), hint.name}].push_back(hint.target);
    std::set<Key> seen;
    std::map<std::string, std::int64_t> counts;
    std::vector<Fact> rest;
    for (Fact& fact : facts_) {
      if (fact.kind != Kind::tool) continue;
      if (!seen.insert({fact.service, fact.name}).second) {
        fact.name.clear();
        continue;
      }
      ++counts[fact.service];
      std::vector<std::string> candidates = {"tool " + fact.name, "registerTool " + fact.name};
      std::ranges::copy(called[{fact.service, fact.name}], std::back_inserter(candidates));
      for (const std::string& name : candidates) {
        const auto found = handlers.find({fact.service, name});
        if (found == handlers.end()) continue;
        rest.push_back(fact);  // handlers point into facts_: written below
        rest.back()
            .set("handler", name)
            .set("queries", found->second->get("queries"))
            .set("query_loops", found->second->get("query_loops"));
        fact.name.clear();
        break;
      }
    }
    std::erase_if(facts_,
                  [](const Fact& fact) { return fact.kind == Kind::tool && fact.name.empty(); });
    std::ranges::move(rest, std::back_inserter(facts_));
    for (const auto& [service, tools] : counts) {
      Fact server;
      server.kind = Kind::server;
      server.name = server.service = service;
      facts_.push_back(std::move(server.set("tools", tools)));
    }
  }

  // ---- tables, APIs

  void join_tables() {
    std::map<std::string, Fact> tables;
    const auto note = [&](const std::string& table, std::string_view column,
                          std::string_view value) {
      Fact& fact = tables[table];
      fact.kind = Kind::table;
      fact.name = table;
      fact.add(column, value.empty() ? "(no service)" : value);
    };
    for (const Fact& fact : facts_) {
      if (fact.kind == Kind::table) note(fact.name, "defined_in", fact.file);
      if (fact.kind != Kind::query) continue;
      for (const std::string& table : fact.list("reads")) note(table, "read_by", fact.service);
      for (const std::string& table : fact.list("writes")) note(table, "written_by", fact.service);
      for (const std::string& table : fact.list("defines")) note(table, "defined_in", fact.file);
    }
    std::erase_if(facts_, [](const Fact& fact) { return fact.kind == Kind::table; });
    for (auto& [name, fact] : tables) facts_.push_back(std::move(fact));
  }

  void join_apis() {
    constexpr std::size_t kMostPlaces = 20;
    std::map<Key, Fact> apis;
    for (const Fact& fact : facts_) {
      if (fact.kind != Kind::api) continue;
      Fact& one = apis[{fact.service, fact.name}];
      one.kind = Kind::api;
      one.name = fact.name;
      one.service = fact.service;
      if (one.get("fetched").empty()) one.flag("fetched", !fact.get("fetched").empty());
      if (one.list("places").size() < kMostPlaces)
        one.add("places", fact.file + ":" + std::to_string(fact.line));
    }
    std::erase_if(facts_, [](const Fact& fact) { return fact.kind == Kind::api; });
    for (auto& [key, fact] : apis) facts_.push_back(std::move(fact));
  }

  // A chat reaches a Worker by an address whose first label, or a part of its path, is its name.
  void link_chats() {
    for (Fact& fact : facts_) {
      if (fact.kind != Kind::chat_server) continue;
      const std::string_view url = fact.get("url");
      std::string known;
      for (const auto& [folder, service] : services_) {
        const bool host = url.find("://" + service + ".") != std::string_view::npos ||
                          url.find("://" + service + ":") != std::string_view::npos;
        if (host || fact.get("command").find("/" + service) != std::string_view::npos)
          known = service;
      }
      fact.set("worker", known);
    }
  }

  std::vector<Fact> facts_;
  std::vector<Hint> hints_;
  std::map<std::string, std::string, std::less<>> services_;  // by folder
};

}  // namespace

void Counts::add(const Counts& other) {
  for (const CountRow& row : kCountRows) this->*row.member += other.*row.member;
}

std::span<const CountRow> count_rows() {
  return kCountRows;
}

std::span<const Fact> Inventory::of(Kind kind) const {
  const auto [begin, end] = std::ranges::equal_range(facts, kind, {}, &Fact::kind);
  return {begin, end};
}

Inventory put_together(std::vector<std::string> roots, Counts counts, std::vector<Scan> scans) {
  return {std::move(roots), counts, Assembly(std::move(scans)).run()};
}

}  // namespace vg::inventory
