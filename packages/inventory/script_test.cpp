#include "inventory/script.hpp"

#include <gtest/gtest.h>

namespace vg::inventory {
namespace {

std::string tokens(std::string_view text) {
  std::string out;
  for (const Token& token : tokens_of(text)) {
    if (!out.empty()) out += ' ';
    if (token.type == TokenType::text) out += "'";
    if (token.type == TokenType::pattern) out += "/";
    out += token.text;
  }
  return out;
}

std::string functions(std::string_view text) {
  const Script script = read_script(text);
  std::string out;
  for (const Function& function : script.functions)
    out += (out.empty() ? "" : ", ") + function.name;
  return out;
}

std::string loops(std::string_view text) {
  const Script script = read_script(text);
  std::string out;
  for (const Loop& loop : script.loops) out += (out.empty() ? "" : " ") + std::string(loop.word);
  return out;
}

struct Case {
  std::string_view in, out;
};

TEST(Script, IsReadAsTokens) {
  for (const Case& c : std::initializer_list<Case>{
           {"a = b; // c\n/* d */ e", "a = b ; e"},
           {"f('it\\'s', \"x\")", "f ( 'it\\'s , 'x )"},
           {"`a ${b ? `c ${'}'}` : '`'} d` e", "'a ${b ? `c ${'}'}` : '`'} d e"},
           {"a / b / c", "a / b / c"},
           {"return /['\"`]/g.test(x)", "return /['\"`] . test ( x )"},
           {"x.replace(/[/]'/, '')", "x . replace ( /[/]' , ' )"},
           {"(a) => a?.b", "( a ) => a ?. b"},
           {"'open\nnext", "'open next"},
           {"`open", "'open"},
           {"/* open", ""},
           {"#!/usr/bin/env node\nx", "x"}})
    EXPECT_EQ(tokens(c.in), c.out) << c.in;
}

TEST(Script, CountsLinesInEverything) {
  const Script script = read_script("/*\n*/ a\n`\n${\n1}` b\n'x\\\ny' c");
  ASSERT_EQ(script.size(), 5);
  EXPECT_EQ(script.at(0).line, 2);
  EXPECT_EQ(script.at(1).line, 3);
  EXPECT_EQ(script.at(2).line, 5);
  EXPECT_EQ(script.at(4).line, 7);
}

TEST(Script, MatchesBracketsAroundWhatIsMissing) {
  const Script script = read_script("( [ ) ] { }");
  EXPECT_EQ(script.at(0).match, 2);
  EXPECT_EQ(script.at(1).match, -1);
  EXPECT_EQ(script.at(4).match, 5);
  EXPECT_EQ(script.at(99).match, -1);
}

TEST(Script, KnowsFunctionsByTheirNames) {
  for (const Case& c : std::initializer_list<Case>{
           {"async function load(a: A): Promise<{ x: string }> { }", "load"},
           {"function* each() {}", "each"},
           {"const load = async (a) => { }", "load"},
           {"export const load: Handler<A> = async (a: A): Promise<B> => a;", "load"},
           {"const one = x => x + 1, two = async y => y", "one, two"},
           {"const o = { run: () => 1, async stop(a) { }, 'go on': function () {} }",
            "run, stop, go on"},
           {"class A { constructor() {} private async b(c): Promise<{ d: 1 } | null> { } static e "
            "= () => {} }",
            "constructor, b, e"},
           {"app.post('/x', auth, async (req, res) => { })", "post /x"},
           {"server.tool('t', 'says', { a: z.string() }, async ({ a }) => ({}))", "tool t"},
           {"const NAME = 't';\nserver.registerTool(NAME, {}, () => {})", "registerTool t"},
           {"if (a) { } while (b) { } switch (c) { } catch (e) { }", ""},
           {"list.map((x) => x)", ""}})
    EXPECT_EQ(functions(c.in), c.out) << c.in;
}

TEST(Script, KnowsLoops) {
  for (const Case& c : std::initializer_list<Case>{
           {"for (const a of b) c();", "for"},
           {"for await (const a of b) { }", "for"},
           {"while (a) { do { } while (b) }", "while do while"},
           {"a.map((x) => x).forEach(function (y) { }); a.filter(keep); a.reduce(1, 2)",
            "map forEach filter"},
           {"cache.find(key, 1); o.for(1); const x = { while: 1 }", ""}})
    EXPECT_EQ(loops(c.in), c.out) << c.in;
}

TEST(Script, KnowsTheInnermost) {
  const Script script = read_script("function a() { for (const x of y) { const b = () => z; } } w");
  int z = 0;
  while (!script.at(z).is_word("z")) ++z;
  EXPECT_EQ(script.function_name(z), "b");
  EXPECT_GE(script.loop_of[static_cast<std::size_t>(z)], 0);
  EXPECT_EQ(script.function_name(script.size() - 1), "");
  EXPECT_EQ(script.loop_of.back(), -1);
}

}  // namespace
}  // namespace vg::inventory
