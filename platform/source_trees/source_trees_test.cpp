#include "platform/source_trees/source_trees.hpp"

#include "base/text.hpp"
#include "inventory/report.hpp"
#include "tests/support/files.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vg::source_trees {
namespace {

namespace fs = std::filesystem;
using inventory::Inventory;
using inventory::Kind;

// A tree that is gone afterwards.
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "voygent-tree-XXXXXX").string();
    VG_ASSERT(mkdtemp(name.data()) != nullptr);
    root = name;
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }

  void put(const std::string& path, std::string_view content) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << content;
  }
  Inventory take(unsigned threads = 2) const {
    auto out = take_inventory({root.string()}, {.threads = threads});
    VG_ASSERT(out.has_value());
    return std::move(*out);
  }

  fs::path root;
};

// Every form of the answer.
std::vector<std::string> forms(const Inventory& found) {
  const inventory::Graph graph = inventory::graph_of(found);
  return {inventory::as_table(found), inventory::as_json(found), inventory::as_markdown(found),
          inventory::as_mermaid(graph), inventory::as_svg(graph)};
}

bool has(const Inventory& found, Kind kind, std::string_view name, std::string_view file,
         int line = -1) {
  for (const inventory::Fact& fact : found.of(kind))
    if (fact.name == name && fact.file == file && (line < 0 || fact.line == line)) return true;
  return false;
}

// `voygent inventory v1 --json > v1.expected.json`, in tests/data/inventory, writes them again.
TEST(SourceTrees, FindWhatIsInTheSampleTrees) {
  for (const std::string name : {"v1", "ce", "hosted"}) {
    const std::string folder = "tests/data/inventory/" + name;
    auto found = take_inventory({std::string(VG_SOURCE_DIR) + "/" + folder});
    ASSERT_TRUE(found);
    found->roots = {name};
    EXPECT_EQ(inventory::as_json(*found), VG_FILE(folder + ".expected.json")) << name;
  }
}

TEST(SourceTrees, AreReadAlikeByAnyNumberOfThreads) {
  const std::string folder = std::string(VG_SOURCE_DIR) + "/tests/data/inventory";
  const auto one = take_inventory({folder}, {.threads = 1});
  const auto many = take_inventory({folder}, {.threads = 16});
  ASSERT_TRUE(one && many);
  EXPECT_EQ(forms(*one), forms(*many));
}

TEST(SourceTrees, AreFolders) {
  EXPECT_EQ(take_inventory({"/no/such/folder"}).error().code, ErrorCode::invalid);
  EXPECT_NE(take_inventory({"/no/such/folder"}).error().message.find("/no/such/folder"),
            std::string::npos);
  EXPECT_FALSE(take_inventory({"/dev/null"}));
  const Tree empty;
  EXPECT_EQ(empty.take().facts.size(), 0U);
  EXPECT_EQ(forms(empty.take()).size(), 5U);
}

TEST(SourceTrees, MayBeBroken) {
  const Tree tree;
  tree.put("a/index.js", "const q = 'SELECT * FROM t\n`${`${ /* \xff\xfe (((( => => function ( {{");
  tree.put("a/bad.ts", "// \xc3\x28\nexport const x = 1;\n");
  tree.put("a/deep.js", std::string(300'000, '('));
  tree.put("a/arrows.js", [] {
    std::string out;
    for (int i = 0; i < 50'000; ++i) out += "x=>";
    return out;
  }());
  tree.put("a/deep.yaml", std::string(100'000, '['));
  tree.put("a/wrangler.json", "{\"name\": \"cut");
  tree.put("a/wrangler.toml", "name = \n");
  tree.put("b/wrangler.jsonc", std::string(100'000, '['));
  tree.put("b/docker-compose.yml", "services:\n\t- x\n");
  tree.put("b/librechat.yaml", "- a list\n- and no map\n");
  tree.put("b/render.yaml", "services: text\n");
  tree.put("b/.github/workflows/x.yml", "on: 1\njobs: [1, 2]\n");
  tree.put("b/package.json", "[]");
  tree.put("b/zero.js", std::string_view("a\0b", 3));
  tree.put("b/large.js", std::string(inventory::kLargestFile + 1, 'a'));
  tree.put("b/lines.js", std::string(30'000, 'a'));
  tree.put("b/node_modules/x/index.js", "db.prepare('SELECT 1 FROM vendored').run()");
  tree.put("b/odd \n name\xff.js", "db.prepare('SELECT 1 FROM odd').run()");
  fs::create_directory_symlink("..", tree.root / "a" / "loop");
  fs::create_symlink("nowhere", tree.root / "a" / "dangling");
  fs::create_symlink("a.js", tree.root / "a.js");
  ASSERT_EQ(mkfifo((tree.root / "pipe.js").c_str(), 0600), 0);
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "d/";
  tree.put(deep + "end.js", "db.prepare('SELECT 1 FROM deep').run()");
  const Inventory found = tree.take();
  EXPECT_EQ(found.counts.links, 3);
  EXPECT_EQ(found.counts.special, 1);
  EXPECT_EQ(found.counts.too_large, 1);
  EXPECT_EQ(found.counts.minified, 3);
  EXPECT_EQ(found.counts.binary, 1);
  EXPECT_EQ(found.counts.vendored_folders, 1);
  for (const char* file : {"a/deep.yaml", "a/wrangler.json", "a/wrangler.toml", "b/wrangler.jsonc",
                           "b/docker-compose.yml"})
    EXPECT_TRUE(has(found, Kind::problem, "broken file", file)) << file;
  EXPECT_TRUE(has(found, Kind::problem, "encoding", "a/bad.ts", 1));
  EXPECT_TRUE(has(found, Kind::table, "deep", ""));
  EXPECT_TRUE(has(found, Kind::table, "odd", ""));
  EXPECT_FALSE(has(found, Kind::table, "vendored", ""));
  for (const std::string& form : forms(found)) EXPECT_TRUE(is_utf8(form));
}

TEST(SourceTrees, MayHaveWhatCannotBeRead) {
  // Root may read everything, and is somebody else for so long.
  constexpr uid_t kNobody = 65'534;
  const uid_t before = geteuid();
  if (before == 0) ASSERT_EQ(seteuid(kNobody), 0);
  const Tree tree;
  tree.put("closed/index.js", "1");
  tree.put("secret.js", "1");
  fs::permissions(tree.root / "closed", fs::perms::none);
  fs::permissions(tree.root / "secret.js", fs::perms::none);
  const Inventory found = tree.take();
  fs::permissions(tree.root / "closed", fs::perms::owner_all);
  if (before == 0) ASSERT_EQ(seteuid(before), 0);
  EXPECT_EQ(found.counts.unreadable, 2);
  EXPECT_TRUE(has(found, Kind::problem, "unreadable", "closed"));
  EXPECT_TRUE(has(found, Kind::problem, "unreadable", "secret.js"));
}

// Values are made here, so that no file of ours looks like a secret.
const std::string kRandom = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";

std::vector<std::string> token_values() {
  return {
      "gh"
      "p_" +
          kRandom,
      "github"
      "_pat_" +
          kRandom,
      "sk-"
      "ant-" +
          kRandom,
      "AK"
      "IA" +
          std::string("ABCDEFGHIJKLMNOP"),
      "xo"
      "xb-" +
          kRandom,
      "sk_"
      "live_" +
          kRandom,
      "AI"
      "za" +
          kRandom,
      "np"
      "m_" +
          kRandom,
      "ey"
      "J" +
          kRandom + "." + kRandom + "." + kRandom,
      "SG"
      "." +
          kRandom,
      "gl"
      "pat-" +
          kRandom,
      "rn"
      "d_" +
          kRandom};
}

void put_secrets(const Tree& tree, const std::vector<std::string>& values) {
  std::string code = "// keys\n";
  for (std::size_t i = 0; i < values.size(); ++i)
    code += "const key_" + std::to_string(i) + " = '" + values[i] + "';\n";
  tree.put("src/keys.js", code);
  tree.put("README.md", "token: " + values[0] + "\n");
  tree.put(".dev.vars", "# API_TOKEN=left-out-comment\nAPI_TOKEN=" + kRandom +
                            "\nPORT=8080\nOTHER_TOKEN=${API_TOKEN}\nSECRET=your-secret-here\n");
  tree.put("key.pem",
           "-----BEGIN "
           "PRIVATE KEY-----\n" +
               kRandom +
               "\n-----END "
               "PRIVATE KEY-----\n");
  tree.put("src/config.ts",
           "export const config = {\n  apiKey: \"" + kRandom +
               "\",\n  apiKeyName: 'Authorization',\n  token: process.env.TOKEN,\n"
               "  max_tokens: 'a1B2c3D4e5F6g7H8i9J0',\n  url: 'mongodb+srv://someone:" +
               kRandom +
               "@db.cluster.net/x' };\n"
               "fetch('https://api.host-of-it.net/?token=" +
               values[0] + "');\n");
  tree.put("wrangler.toml", "name = \"w\"\n[vars]\nAUTH_TOKEN = \"" + kRandom + "\"\n");
  tree.put("librechat.yaml", "mcpServers:\n  one:\n    url: https://" + values[0] +
                                 "@host.net/mcp?key=" + values[1] +
                                 "\n    args: [\"--token=" + values[2] + "\"]\n");
}

TEST(SourceTrees, TellSecretsByPlaceAndNeverByValue) {
  const std::vector<std::string> values = token_values();
  const Tree tree;
  put_secrets(tree, values);
  const Inventory found = tree.take();
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_TRUE(has(found, Kind::secret, "key_" + std::to_string(i), "src/keys.js",
                    static_cast<int>(i) + 2))
        << i;
  EXPECT_TRUE(has(found, Kind::secret, "token", "README.md", 1));
  EXPECT_TRUE(has(found, Kind::secret, "API_TOKEN", ".dev.vars", 2));
  EXPECT_TRUE(has(found, Kind::secret, "", "key.pem", 1));
  EXPECT_TRUE(has(found, Kind::secret, "apiKey", "src/config.ts", 2));
  EXPECT_TRUE(has(found, Kind::secret, "url", "src/config.ts", 6));
  EXPECT_TRUE(has(found, Kind::secret, "AUTH_TOKEN", "wrangler.toml", 3));
  EXPECT_EQ(found.of(Kind::secret).size(), values.size() + 9);
  for (const std::string& form : forms(found)) {
    EXPECT_EQ(form.find(kRandom), std::string::npos) << form.substr(form.find(kRandom) - 200, 400);
    for (const std::string& value : values) EXPECT_EQ(form.find(value), std::string::npos) << value;
  }
}

}  // namespace
}  // namespace vg::source_trees
