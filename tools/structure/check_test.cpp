#include "tools/structure/check.hpp"

#include "tools/structure/functions.hpp"

#include <gtest/gtest.h>

namespace vg::structure {
namespace {

// A house in order; each test breaks one thing in it.
Tree good_tree() {
  Tree tree;
  tree.targets = {{"package", "base", "packages/base", {}, {"text.cpp", "text.hpp"}},
                  {"package", "json", "packages/json", {"base"}, {"parse.cpp", "parse.hpp"}},
                  {"platform", "sqlite", "platform/sqlite", {"base"}, {"open.cpp"}}};
  const std::string readme(100, 'x');
  tree.files = {{"packages/base/README.md", readme},
                {"packages/base/text.cpp", "#include \"base/text.hpp\"\n"},
                {"packages/base/text.hpp", "#pragma once\n"},
                {"packages/json/README.md", readme},
                {"packages/json/parse.cpp", "#include \"json/parse.hpp\"\n#include <string>\n"},
                {"packages/json/parse.hpp", "#pragma once\n#include \"base/text.hpp\"\n"},
                {"platform/sqlite/README.md", readme},
                {"platform/sqlite/open.cpp", "#include \"base/text.hpp\"\n#include <thread>\n"}};
  return tree;
}

std::string only_problem(const Tree& tree) {
  const auto problems = check(tree);
  return problems.size() == 1
             ? problems[0].path + ":" + std::to_string(problems[0].line) + " " + problems[0].message
             : std::to_string(problems.size()) + " problems";
}

TEST(Structure, AcceptsAHouseInOrder) {
  EXPECT_TRUE(check(good_tree()).empty());
}

TEST(Structure, RefusesAnIncludeAgainstTheArrows) {
  Tree tree = good_tree();
  tree.files["packages/base/text.cpp"] = "#include \"json/parse.hpp\"\n";
  EXPECT_EQ(only_problem(tree),
            "packages/base/text.cpp:1 includes \"json/parse.hpp\", but base does not name json in "
            "its DEPENDS");
}

TEST(Structure, RefusesAPackageThatNeedsThePlatform) {
  Tree tree = good_tree();
  tree.targets[1].depends.push_back("sqlite");
  EXPECT_EQ(only_problem(tree), "packages/json:0 is a package and depends on the platform sqlite");
}

TEST(Structure, RefusesASecretThatIsComparedInASteppedWay) {
  for (const char* line : {"if (sign(a) == b) return;", "return given != hmac_sha256(key, text);",
                           "if (mac(key, body) == x)", "return token_hash == other;",
                           "if (request.bearer() != wanted)"}) {
    for (const char* path : {"packages/base/text.cpp", "platform/sqlite/open.cpp"}) {
      Tree tree = good_tree();
      tree.files[path] = std::string(line) + "\n";
      EXPECT_NE(only_problem(tree).find("equal_constant_time"), std::string::npos) << line;
    }
  }
  Tree tree = good_tree();
  tree.files["packages/base/text.cpp"] =
      "if (!equal_constant_time(sign(a), b)) return;\nif (a == b) out.assign(c);\n"
      "if (request.bearer().empty()) return;\n// sign(a) == b\n";
  EXPECT_TRUE(check(tree).empty());
  tree.files["packages/base/text.cpp"] = "return memcmp(a, b, 32) == 0;\n";
  EXPECT_NE(only_problem(tree).find("memcmp"), std::string::npos);
}

TEST(Structure, RefusesATargetAndAnIncludeThatDoNotExist) {
  Tree tree = good_tree();
  tree.targets[1].depends.push_back("nothing");
  EXPECT_EQ(only_problem(tree), "packages/json:0 depends on nothing, which is no target");
  tree = good_tree();
  tree.files["packages/base/text.hpp"] = "#pragma once\n#include \"base/gone.hpp\"\n";
  EXPECT_EQ(only_problem(tree),
            "packages/base/text.hpp:2 includes \"base/gone.hpp\", which is in no target");
}

TEST(Structure, RefusesALongFile) {
  Tree tree = good_tree();
  for (int i = 0; i < kMaxFileLines; ++i) tree.files["packages/base/text.cpp"] += "\n";
  EXPECT_EQ(only_problem(tree), "packages/base/text.cpp:0 has 601 lines; at most 600");
}

TEST(Structure, RefusesALongFunction) {
  Tree tree = good_tree();
  std::string body = "namespace x {\nint f() {\n";
  for (int i = 0; i < kMaxFunctionLines - 1; ++i) body += "  g();\n";
  tree.files["packages/base/text.cpp"] = body + "}\n}\n";
  EXPECT_EQ(only_problem(tree), "packages/base/text.cpp:2 the function has 71 lines; at most 70");
}

TEST(Structure, RefusesWordsOfThePlatformInThePureCore) {
  Tree tree = good_tree();
  tree.files["packages/base/text.cpp"] = "// <thread> in a comment is fine\n#include <thread>\n";
  EXPECT_EQ(only_problem(tree), "packages/base/text.cpp:2 names <thread>: the core never waits");
}

TEST(Structure, RefusesWhatIsNotListedOrNotThere) {
  Tree tree = good_tree();
  tree.files["packages/base/more.cpp"] = "";
  EXPECT_EQ(only_problem(tree), "packages/base/more.cpp:0 is not listed in CMake");
  tree = good_tree();
  tree.targets[0].files.push_back("gone.cpp");
  EXPECT_EQ(only_problem(tree), "packages/base/gone.cpp:0 is listed in CMake and does not exist");
}

TEST(Structure, RefusesAFolderWithoutReadmeAndAHeaderWithoutGuard) {
  Tree tree = good_tree();
  tree.files.erase("packages/base/README.md");
  EXPECT_EQ(only_problem(tree), "packages/base:0 has no README.md that says what it is for");
  tree = good_tree();
  tree.files["packages/base/text.hpp"] = "";
  EXPECT_EQ(only_problem(tree), "packages/base/text.hpp:0 has no #pragma once");
}

TEST(Structure, ReadsTheTargetsOfCMake) {
  const auto targets = read_targets("package|json|packages/json|base|a.cpp,b.hpp\n\n");
  ASSERT_EQ(targets.size(), 1U);
  EXPECT_EQ(targets[0].depends, std::vector<std::string>{"base"});
  EXPECT_EQ(targets[0].files, (std::vector<std::string>{"a.cpp", "b.hpp"}));
}

TEST(Functions, AreFoundByTheirBraces) {
  const auto found = functions_of(
      "#define X {\n"
      "namespace a {\n"
      "struct S {\n"
      "  int member = {};\n"
      "  int f() const { return 1; }\n"
      "};\n"
      "constexpr int kTable[] = {1,\n 2};\n"
      "// } {\n"
      "std::string g(int x) {\n"
      "  auto text = \"}}\";\n"
      "  if (x == '}') {\n"
      "    return R\"z(}})z\";\n"
      "  }\n"
      "  return [&] { return text; }();\n"
      "}\n"
      "}\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].line, 5);
  EXPECT_EQ(found[0].lines, 1);
  EXPECT_EQ(found[1].line, 10);
  EXPECT_EQ(found[1].lines, 7);
}

}  // namespace
}  // namespace vg::structure
