#include "json/parse.hpp"
#include "templates/engine/template.hpp"

#include <gtest/gtest.h>

namespace vg::templates {
namespace {

std::string render(std::string_view page, std::string_view model,
                   std::vector<SourceFile> more = {}) {
  more.insert(more.begin(), {"page.html", page});
  auto compiled = Template::compile(more, "page.html");
  if (!compiled) return "ERROR " + compiled.error().message;
  json::Arena arena;
  std::string out;
  const auto status = (*compiled)->render(*json::parse(arena, model), out);
  return status ? out : "ERROR " + status.error().message;
}

TEST(Engine, PrintsValuesAndBlocks) {
  struct Case {
    const char* page;
    const char* model;
    const char* out;
  };
  for (const Case& c : {
           Case{"<p>{{a}} {{b.c}} {{ n }} {{none}}</p>", R"({"a":"x","b":{"c":"y"},"n":7})",
                "<p>x y 7 </p>"},
           {"{{#if a}}yes{{else}}no{{/if}}{{#if b}}yes{{/if}}", R"({"a":"","b":[1]})", "noyes"},
           {"{{#if a}}1{{/if}}{{#if b}}2{{/if}}{{#if c}}3{{/if}}{{#if d}}4{{/if}}",
            R"({"a":false,"b":{},"c":0,"d":null})", "3"},
           {"{{#each a}}<i>{{.}}</i>{{else}}none{{/each}}", R"({"a":["x","y"]})",
            "<i>x</i><i>y</i>"},
           {"{{#each a}}x{{else}}none{{/each}}", R"({"a":[]})", "none"},
           {"{{#each a}}{{n}}{{../t}}{{/t}}{{#each b}}{{.}}{{../n}}{{../../t}}{{/each}};{{/each}}",
            R"({"t":"T","a":[{"n":1,"b":["x"]},{"n":2}]})", "1TTx1T;2TT;"},
           {"{{#each o}}{{k}}{{/each}}", R"({"o":{"k":"one"}})", "one"},
           {"a{{! words }}b", "{}", "ab"},
       })
    EXPECT_EQ(render(c.page, c.model), c.out) << c.page;
}

TEST(Engine, IncludesFilesAndHashes) {
  const std::vector<SourceFile> files = {{"part.html", "<b>{{name}}</b>"},
                                         {"style.css", "a{color:red}"}};
  EXPECT_EQ(render("{{#each list}}{{> part.html}}{{/each}}",
                   R"({"list":[{"name":"<1>"},{"name":"2"}]})", files),
            "<b>&lt;1&gt;</b><b>2</b>");
  EXPECT_EQ(
      render("<style>{{< style.css}}</style><meta content=\"{{sha256 style.css}}\">", "{}", files),
      "<style>a{color:red}</style><meta "
      "content=\"sha256-6hWWMOcF+mJesSJGYhmK2lkIIEw9Xc5XKGLPVzh8yxs=\">");
}

TEST(Engine, EscapesByPlace) {
  const char* hostile =
      R"({"v":"\"><script>x</script>'&","u":"javascript:x","ok":"https://a.example/?a=1&b=\"","t":"{{#if a}}{{/each}}{{{x}}}"})";
  EXPECT_EQ(render("<p>{{v}}</p>", hostile),
            "<p>&quot;&gt;&lt;script&gt;x&lt;/script&gt;&#39;&amp;</p>");
  EXPECT_EQ(render("<p title=\"{{v}}\">", hostile),
            "<p title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;&#39;&amp;\">");
  EXPECT_EQ(render("<a href=\"{{u}}\">", hostile), "<a href=\"#\">");
  EXPECT_EQ(render("<a href=\"{{ok}}\">", hostile), "<a href=\"#\">");
  EXPECT_EQ(render("<a href=\"{{u}}\">", R"({"u":"https://a.example/?a=1&b=2"})"),
            "<a href=\"https://a.example/?a=1&amp;b=2\">");
  EXPECT_EQ(render("<p>{{t}}</p>", hostile), "<p>{{#if a}}{{/each}}{{{x}}}</p>");
}

TEST(Engine, RefusesWhatItCouldNotEscapeAndSaysWhere) {
  struct Case {
    const char* page;
    const char* message;
  };
  for (const Case& c : {
           Case{"<script>{{a}}</script>", "page.html:1:1: <script> is not allowed"},
           {"<p>\n<a href={{a}}>", "page.html:2:9: a value may stand between tags"},
           {"<p title=x>", "the value of the attribute title must stand"},
           {"<p onclick=\"x\">", "the event handler onclick"},
           {"<p style=\"{{a}}\">", "may not stand in this attribute"},
           {"<style>{{a}}</style>", "may not stand in a style"},
           {"<!-- {{a}} -->", "may not stand in a comment"},
           {"<{{a}}>", "page.html:1:2: a value may stand between tags"},
           {"<p {{a}}>", "a value may stand between tags"},
           {"<iframe src=\"x\">", "<iframe> is not allowed"},
           {"{{#if a}}", "page.html:1:1: is not closed"},
           {"x\n  {{#each a}}{{/if}}", "page.html:2:14: it closes nothing"},
           {"{{else}}", "{{else}} without"},
           {"{{#if a}}<p title=\"{{else}}<p>{{/if}}", "end at different places"},
           {"{{#each a}}<p title=\"{{/each}}", "begins and ends at different places"},
           {"{{a b}}", "'a b' is no name"},
           {"{{", "{{ without }}"},
           {"{{> none.html}}", "has no file none.html"},
           {"{{> page.html}}", "include each other too deeply"},
           {"a < b", "begins no tag"},
       })
    EXPECT_NE(render(c.page, "{}").find(c.message), std::string::npos)
        << c.page << ": " << render(c.page, "{}");
}

TEST(Engine, BoundsItsWork) {
  std::string model = R"({"a":[)";
  for (int i = 0; i < 2000; ++i) model += i == 0 ? "1" : ",1";
  model += "]}";
  EXPECT_EQ(render("{{#each a}}{{#each /a}}xxxx{{/each}}{{/each}}", model),
            "ERROR the page is larger than a page may be");
}

TEST(Engine, TellsWhatItPrinted) {
  const std::vector<SourceFile> files = {{"page.html", "{{a}}{{#if b}}{{/if}}"}};
  auto compiled = Template::compile(files, "page.html");
  json::Arena arena;
  const json::Value model = *json::parse(arena, R"({"a":"shown","b":"tested"})");
  std::string out;
  std::vector<const char*> printed;
  ASSERT_TRUE((*compiled)->render(model, out, &printed));
  EXPECT_EQ(printed, std::vector<const char*>{model.get_text("a").data()});
}

// Any text in any place leaves the structure of the page alone: as many tags and quotes as the
// template has.
TEST(Engine, KeepsItsStructureForRandomTexts) {
  const std::vector<SourceFile> files = {
      {"page.html", "<p title=\"{{v}}\"><a href=\"{{v}}\">{{v}}</a></p>"}};
  auto compiled = Template::compile(files, "page.html");
  std::uint32_t seed = 12345;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      seed = seed * 1664525 + 1013904223;
      text += "<>\"'&{}= /:ajscript\n`\\%#"[seed >> 16 & 0xFF % 24];
    }
    json::Arena arena;
    json::ObjectBuilder model(arena);
    std::string out;
    ASSERT_TRUE(
        (*compiled)->render(model.add("v", json::Value(std::string_view(text))).finish(), out));
    EXPECT_EQ(std::count(out.begin(), out.end(), '<'), 4) << text;
    EXPECT_EQ(std::count(out.begin(), out.end(), '>'), 4) << text;
    EXPECT_EQ(std::count(out.begin(), out.end(), '"'), 4) << text;
  }
}

}  // namespace
}  // namespace vg::templates
