// Programs for Node.js: package.json.
#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {
namespace {

// Dependencies that say what a program is.
constexpr std::array<std::string_view, 18> kTelling = {"@modelcontextprotocol/sdk",
                                                       "@hono/mcp",
                                                       "better-sqlite3",
                                                       "drizzle-orm",
                                                       "express",
                                                       "fastify",
                                                       "handlebars",
                                                       "hono",
                                                       "itty-router",
                                                       "koa",
                                                       "mongodb",
                                                       "mongoose",
                                                       "nunjucks",
                                                       "pg",
                                                       "puppeteer",
                                                       "redis",
                                                       "sqlite3",
                                                       "wrangler"};

}  // namespace

void scan_package(const Source& source, Scan& out) {
  if (file_name(source.path) != "package.json" || source.document == nullptr) return;
  const outline::Node& top = *source.document;
  if (top.get_text("name").empty()) return;
  Fact& fact = add_fact(out, Kind::package, source, top.get("name").line, top.get_text("name"));
  fact.set("start", top.get("scripts").get_text("start"));
  for (const std::string_view name : kTelling)
    for (const char* list : {"dependencies", "devDependencies"})
      if (top.get(list).find(name) != nullptr) fact.add("uses", name);
}

}  // namespace vg::inventory
