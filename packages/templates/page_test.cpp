#include "json/parse.hpp"
#include "templates/theme.hpp"
#include "tests/support/files.hpp"
#include "trip/document.hpp"

#include <gtest/gtest.h>

namespace vg::templates {
namespace {

constexpr const char* kTrips[] = {"01-city-break-3n",      "02-multi-country-14d",
                                  "03-med-cruise",         "05-safari",
                                  "07-honeymoon",          "08-road-trip",
                                  "12-draft-nearly-empty", "13-confirmed-predeparture",
                                  "14-decisions-board"};

struct Rendered {
  std::string text;  // of the page, tags taken out, entities resolved, white space collapsed
  Rendering page;
};

std::string visible_text(std::string_view html) {
  std::string out;
  html.remove_prefix(html.find("<body>"));
  bool tag = false;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<') tag = true;
    if (!tag && html[i] == '&') {
      struct Entity {
        std::string_view name;
        char c;
      };
      for (const Entity& entity :
           {Entity{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}) {
        if (!html.substr(i).starts_with(entity.name)) continue;
        out += entity.c;
        i += entity.name.size() - 1;
        break;
      }
    } else if (!tag) {
      out += html[i] == '\n' ? ' ' : html[i];
    }
    if (html[i] == '>') tag = false;
  }
  return out;
}

Rendered render_text(std::string_view document) {
  const auto themes = Themes::load();
  VG_ASSERT(themes.has_value());
  json::Arena arena;
  const auto reading =
      trip::read_document(arena, *json::parse(arena, document), trip::OnInvalid::keep);
  VG_ASSERT(reading.has_value());
  auto page = render_page((*themes)->all().front(), reading->stored);
  VG_ASSERT(page.has_value());
  return {visible_text(page->html), std::move(*page)};
}

Rendered render_file(std::string_view name) {
  return render_text(VG_FILE("tests/data/trips/" + std::string(name) + ".json"));
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(Page, ShowsEverythingThatMustAppearOrNamesItAsNotShown) {
  for (const char* name : kTrips) {
    const Rendered rendered = render_file(name);
    json::Arena arena;
    const std::string expect = VG_FILE("tests/data/trips/expect/" + std::string(name) + ".json");
    for (const json::Value& wanted : json::parse(arena, expect)->get("mustAppear").items()) {
      bool named = contains(rendered.text, wanted.text());
      for (const Leaf& leaf : rendered.page.not_shown)
        named = named || contains(leaf.sample, wanted.text());
      EXPECT_TRUE(named) << name << ": " << wanted.text();
    }
  }
}

TEST(Page, HasNothingPrivateInItsBytes) {
  for (const char* name : kTrips) {
    const Rendered rendered = render_file(name);
    json::Arena arena;
    const std::string expect = VG_FILE("tests/data/trips/expect/" + std::string(name) + ".json");
    for (const json::Value& secret : json::parse(arena, expect)->get("privateGrep").items()) {
      EXPECT_FALSE(contains(rendered.page.html, secret.text())) << name << ": " << secret.text();
      EXPECT_FALSE(contains(rendered.text, secret.text())) << name << ": " << secret.text();
    }
    EXPECT_FALSE(contains(rendered.page.html, "ZZPRIV")) << name;
  }
}

TEST(Page, NamesOnlyImagesAsNotShownForTheTestTrips) {
  for (const char* name : kTrips)
    for (const Leaf& leaf : render_file(name).page.not_shown)
      EXPECT_TRUE(contains(leaf.path, "mage")) << name << ": " << leaf.path << " = " << leaf.sample;
}

TEST(Page, OfTheHostileTripKeepsEveryTextAsText) {
  const Rendered rendered = render_file("10a-hostile-all-strings");
  for (const char* bad : {"<script", "<img", "<svg", "<iframe", "<math", "<base", "javascript:",
                          "vbscript:", "data:text", "srcdoc=\"", " onerror=\"", "https://user:"})
    EXPECT_FALSE(contains(rendered.page.html.substr(rendered.page.html.find("<body>")),
                          std::string("\"") + bad))
        << bad;
  EXPECT_EQ(rendered.page.html.find("<script"), std::string::npos);
  EXPECT_EQ(rendered.page.html.find("<iframe"), std::string::npos);
  EXPECT_EQ(rendered.page.html.find("href=\"javascript"), std::string::npos);
  EXPECT_TRUE(contains(rendered.text, "{{meta.clientName}}{{#each itinerary}}TPL{{/each}}"));
  EXPECT_EQ(rendered.text.find(std::string_view("\0", 1)), std::string::npos);
}

TEST(Page, SellsUntilTheTripIsConfirmedAndServesThen) {
  EXPECT_TRUE(contains(render_file("01-city-break-3n").text, "Three ways to do it"));
  EXPECT_TRUE(contains(render_file("13-confirmed-predeparture").text, "Your trip"));
  EXPECT_FALSE(contains(render_file("03-med-cruise").text, "Three ways"));
}

TEST(Page, HidesAmountsLocatorsAndSurnames) {
  const Rendered rendered = render_text(
      R"({"meta":{"title":"T","currency":"EUR","hidePrices":true},"travelers":{"names":["Iris Marlowe"],"details":[{"name":"Ann Example"}]},
          "lodging":[{"name":"H","total":642,"confirmation":"ABC123"}],"budget":{"lineItems":[{"label":"Rooms","amount":642}]},
          "actionItems":["Renew Ann's passport",{"text":"Pay","owner":"client"}]})");
  EXPECT_TRUE(contains(rendered.text, "Rooms"));
  EXPECT_TRUE(contains(rendered.text, "Ann E."));
  EXPECT_TRUE(contains(rendered.text, "Pay"));
  for (const char* hidden : {"642", "ABC123", "Marlowe", "Example", "Renew"})
    EXPECT_FALSE(contains(rendered.page.html, hidden)) << hidden;
  EXPECT_EQ(rendered.page.hidden_amounts, 2);
  EXPECT_EQ(rendered.page.locators, 1);
}

TEST(Page, ComputesSums) {
  const Rendered rendered = render_text(
      R"({"meta":{"title":"T"},"travelers":{"count":2},"budget":{"currency":"USD","fx":{"EUR":1.1},"total":1,
          "lineItems":[{"label":"A","amount":100},{"label":"B","amount":"50 EUR"},{"label":"C","amount":10,"perPerson":true}]}})");
  EXPECT_TRUE(contains(rendered.text, "$175"));
  EXPECT_TRUE(contains(rendered.text, "$87.50 per person"));
}

}  // namespace
}  // namespace vg::templates
