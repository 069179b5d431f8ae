// Each scanner on a file of its own. YAML and TOML are written as JSON here, for scanners see
// nodes.
#include "inventory/report.hpp"
#include "inventory/secrets.hpp"
#include "outline/json.hpp"

#include <gtest/gtest.h>

namespace vg::inventory {
namespace {

Scan scanned(std::string_view path, std::string_view text) {
  Source source{.path = path, .text = text, .format = format_of(path)};
  outline::Node node;
  Script script;
  if (is_document(path)) {
    auto read = outline::read_json(text);
    VG_ASSERT(read.has_value());
    node = std::move(*read);
    source.document = &node;
  }
  if (source.format == Format::script) {
    script = read_script(text);
    source.script = &script;
  }
  Scan out;
  scan(source, out);
  return out;
}

// `name/detail|detail` for each fact of a kind.
std::string facts(std::string_view path, std::string_view text, Kind kind) {
  std::string out;
  for (const Fact& fact : scanned(path, text).facts) {
    if (fact.kind != kind) continue;
    out += (out.empty() ? "" : " ") + fact.name;
    for (const Detail& detail : fact.details)
      for (const std::string& value : detail.values) out += "/" + value;
  }
  return out;
}

TEST(Scan, FindsWorkersAndBindings) {
  constexpr std::string_view kFile =
      R"({"name": "w", "main": "a.js", "routes": ["x/*", {"pattern": "y"}],
    "triggers": {"crons": ["0 * * * *"]}, "vars": {"URL": "z"}, "kv_namespaces": [{"binding": "KV", "id": "1"}],
    "durable_objects": {"bindings": [{"name": "DO", "class_name": "C"}]}, "ai": {"binding": "AI"},
    "env": {"live": {"d1_databases": [{"binding": "DB", "database_name": "d"}]}}})";
  EXPECT_EQ(facts("wrangler.toml", kFile, Kind::worker), "w/a.js/live/x/*/y/0 * * * */URL");
  EXPECT_EQ(facts("wrangler.toml", kFile, Kind::binding),
            "KV/kv/1 DO/durable_object/C AI/ai DB/d1/d/live");
  EXPECT_EQ(facts("w/wrangler.json", "{\"main\": \"a.js\"}", Kind::worker), "w/a.js");
  EXPECT_EQ(facts("wrangler.json", "[1]", Kind::worker), "");
}

TEST(Scan, FindsTools) {
  EXPECT_EQ(facts("a.ts",
                  "const t = [{ name: 'one', description: 'x', inputSchema: { properties: { name: "
                  "{ a: 1 } } } }, "
                  "{ inputSchema: zod(S), 'name': \"two\" }]; server.tool('three', {}, run); "
                  "s.registerTool('four', {});"
                  "const N = 'five'; x.tool(N, 1); const o = { name: 'no' }; p.inputSchema; "
                  "y.tool('not a name');",
                  Kind::tool),
            "one two three four five");
}

TEST(Scan, FlagsQueriesInLoops) {
  struct Case {
    std::string_view in, out;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"function f() { for (const a of b) await db.prepare('SELECT x FROM t').bind(a).all(); "
            "}",
            "f/for/1/t"},
           {"function f() { for (const a of b) s.push(db.prepare('SELECT x FROM t').bind(a)); "
            "db.batch(s); }",
            ""},
           {"function f() { const s = db.prepare('SELECT x FROM t'); b.forEach((a) => s.get(a)); }",
            "f/forEach/1/t"},
           {"function f() { const q = 'SELECT x FROM t'; while (a) { await db.prepare(q).first(); "
            "} }",
            "f/while/1/t"},
           {"function f() { for (const a of b) g(a); } function g(a) { return db.query('SELECT x "
            "FROM t', a); }",
            "f/for/g/1/t"},
           {"function f() { return b.map(g); } const g = (a) => db.prepare('SELECT x FROM "
            "t').get(a);",
            "f/map/g/1/t"},
           {"class A { f() { for (;;) this.g(); } g() { return db.prepare('DELETE FROM t').run(); "
            "} }",
            "f/for/g/1/t"},
           {"function f() { for (const a of b) other.g(a); } function g() { db.exec('DELETE FROM "
            "t'); }",
            ""},
           {"function f() { for (const a of db.prepare('SELECT x FROM t').all()) use(a); }", ""},
           {"function f() { const s = 1; } function h() { for (;;) { s.run(); } } function k() { "
            "const s = db.prepare('SELECT 1'); }",
            ""},
           {"const r = db.prepare('SELECT x FROM t').all(); r.map((a) => a.x);", ""}})
    EXPECT_EQ(facts("a.js", c.in, Kind::query_loop), c.out) << c.in;
}

TEST(Scan, FindsQueriesOfHandlers) {
  constexpr std::string_view kFile =
      "app.get('/t', (q, r) => { db.prepare('SELECT a FROM t').all(); db.prepare(`UPDATE u SET a = "
      "${1}`).run(); });\n"
      "db.exec('PRAGMA journal_mode = WAL');";
  EXPECT_EQ(facts("a.js", kFile, Kind::handler), "(file)/1/0 get /t/2/0/t/u");
  EXPECT_EQ(facts("a.js", kFile, Kind::query), "SELECT/get /t/t UPDATE/get /t/u PRAGMA/(file)");
  // A name that stands for a text of the file is that text; any other text may be any query.
  constexpr std::string_view kAny =
      "const S = 'SELECT a FROM t'; function f(db, sql) { db.prepare(S).all(); "
      "db.prepare(a ? 'SELECT b FROM u' : S).all(); db.prepare(sql).bind(1).all(); "
      "for (const x of y) db.prepare(`${x}`).run(); db.prepare(sql); prepare(sql).run(); }";
  EXPECT_EQ(facts("a.js", kAny, Kind::query),
            "SELECT/(file)/t SELECT/f/u (computed)/f (computed)/f/yes");
  EXPECT_EQ(facts("a.js", kAny, Kind::query_loop), "f/for/1");
  EXPECT_EQ(facts("m.sql", "CREATE TABLE a (b);\nCREATE TABLE c (d);", Kind::table),
            "a/m.sql c/m.sql");
}

TEST(Scan, FindsApis) {
  struct Case {
    std::string_view in, out;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"fetch('https://api.one.net/x')", "api.one.net/yes"},
           {"const u = 'HTTPS://x'; // https://no.net\nget(`https://Two.net:8/${a}`)", "two.net"},
           {"const B = 'https://three.net';\nfetch(`${B}/x`)", "three.net three.net/yes"},
           {"fetch(url)", "(computed)/yes"},
           {"fetch('https://caf\u00e9.example.fr/x')", "caf\u00e9.example.fr/yes"},
           {"env.ASSETS.fetch(request); fetch('/local'); const o = { async fetch(a) { } }", ""},
           {"['http://localhost:1', 'http://127.0.0.1', 'https://example.com', "
            "'http://www.w3.org/2000/svg', 'https://${h}.net']",
            ""}})
    EXPECT_EQ(facts("a.ts", c.in, Kind::api), c.out) << c.in;
}

TEST(Scan, FindsDeploymentsAndChats) {
  EXPECT_EQ(
      facts(
          "render.yaml",
          R"({"services": [{"type": "web", "name": "s", "env": "node", "envVars": [{"key": "K"}]}], "databases": [{"name": "d"}]})",
          Kind::render_service),
      "s/web/node/K d/postgres");
  EXPECT_EQ(
      facts(
          ".github/workflows/a.yml",
          R"({"on": ["push"], "jobs": {"j": {"continue-on-error": true, "steps": [{"run": "x || true"}, {"uses": "actions/deploy-pages@v4"}]}}})",
          Kind::workflow),
      "a.yml/push/j/github pages/2");
  EXPECT_EQ(facts("other/a.yml", R"({"on": ["push"], "jobs": {}})", Kind::workflow), "");
  constexpr std::string_view kChat =
      R"({"version": 1, "mcpServers": {"a": {"url": "https://w.x.dev/sse", "type": "streamable-http"}, "b": {"command": "node", "args": ["c"]}}})";
  EXPECT_EQ(facts("librechat.yaml", kChat, Kind::chat_server),
            "a/streamable-http/https://w.x.dev/sse b/stdio/node c");
  EXPECT_EQ(facts("librechat.yaml", kChat, Kind::problem),
            "a/streamable-http is asked for at an address that ends in /sse");
  EXPECT_EQ(facts(".mcp.json", kChat, Kind::chat), ".mcp.json/1/2");
  EXPECT_EQ(
      facts(
          "compose.yaml",
          R"({"services": {"a": {"build": {"context": "./x"}, "depends_on": {"b": {}}, "ports": [{"published": 80}]}, "b": {"image": "i:1"}}})",
          Kind::container),
      "a/build ./x/80/b b/i:1");
  EXPECT_EQ(
      facts("Dockerfile", "FROM --platform=x a:1 AS b\nfrom c\nEXPOSE 80 443/tcp\n", Kind::image),
      "Dockerfile/a:1/c/80/443/tcp");
  EXPECT_EQ(
      facts(
          "package.json",
          R"({"name": "p", "scripts": {"start": "s"}, "dependencies": {"express": "1", "left-pad": "1"}})",
          Kind::package),
      "p/s/express");
}

TEST(Scan, HidesWhatMayBeSecret) {
  const std::string random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
  for (const auto& [in, out] : std::initializer_list<std::pair<std::string, std::string>>{
           {"https://u:p@h.net/x?a=b c", "https://(hidden)@h.net/x?(hidden) c"},
           {"API_KEY=x1 node a.js", "API_KEY=(hidden) node a.js"},
           {"run --token x1 --port 8", "run --token (hidden) --port 8"},
           {"x " + random + " y", "x (hidden) y"},
           {"refresh_trip_search_surface", "refresh_trip_search_surface"},
           {"00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001"}})
    EXPECT_EQ(without_secrets(in), out);
}

TEST(Report, EscapesWhatFilesSay) {
  Scan scan = scanned(
      "wrangler.json",
      R"({"name": "a<b>|\"&'`]]>", "d1_databases": [{"binding": "D|B", "database_name": "<x>"}]})");
  const Inventory found = put_together({"."}, {}, {std::move(scan)});
  const Graph graph = graph_of(found);
  EXPECT_NE(as_svg(graph).find("a&lt;b&gt;|&quot;&amp;'`]]&gt;"), std::string::npos);
  EXPECT_EQ(as_svg(graph).find("<b>"), std::string::npos);
  EXPECT_NE(as_mermaid(graph).find("n0[\"a#60;b#62;|#34;#38;'#96;]]#62;\"]"), std::string::npos)
      << as_mermaid(graph);
  EXPECT_NE(as_markdown(found).find("D\\|B"), std::string::npos);
  EXPECT_NE(as_svg(Graph()).find("Nothing was found"), std::string::npos);
}

TEST(Report, LetsNoNameGovernTheGraph) {
  Graph graph;
  graph.nodes = {{Layer::service, "%%{init: {}}%%", {}},
                 {Layer::service, "a direction TB $$x$$ fa:b c\\n", {}}};
  graph.edges = {{0, 1, "redirection LR"}};
  EXPECT_EQ(as_mermaid(graph),
            "flowchart LR\n"
            "  n0[\"#37;#37;{init#58; {}}#37;#37;\"]\n"
            "  n1[\"a directio#110; TB #36;#36;x#36;#36; fa#58;b c#92;n\"]\n"
            "  n0 -->|\"redirectio#110; LR\"| n1\n");
  graph.edges.resize(501);
  EXPECT_TRUE(as_mermaid(graph).ends_with("--svg draws all of it\n"));
}

TEST(Report, CutsIdsBetweenCharacters) {
  Scan scan = scanned("wrangler.json",
                      R"({"name": "w", "kv_namespaces": [{"binding": "K", "id": "日本語"}]})");
  EXPECT_EQ(graph_of(put_together({"."}, {}, {std::move(scan)})).nodes.at(1).label, "K 日本");
}

}  // namespace
}  // namespace vg::inventory
