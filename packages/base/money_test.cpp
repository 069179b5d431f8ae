#include "base/money.hpp"

#include <gtest/gtest.h>

namespace vg {
namespace {

TEST(Money, ReadsWhatPeopleWrite) {
  struct Case {
    const char* text;
    const char* currency;
    std::int64_t minor;
  };
  for (const Case& c : {Case{"642 EUR", "EUR", 64200},
                        {"EUR 642.00", "EUR", 64200},
                        {"€642", "EUR", 64200},
                        {"1,484.50 USD", "USD", 148450},
                        {"$45", "USD", 4500},
                        {"JPY 12000", "JPY", 12000},
                        {"1.234 KWD", "KWD", 1234},
                        {"-50 EUR", "EUR", -5000},
                        {"CA$12.5", "CAD", 1250},
                        {"0 CHF", "CHF", 0},
                        {"12.500 EUR", "EUR", 1250}}) {
    const auto money = parse_money(c.text, std::nullopt);
    ASSERT_TRUE(money) << c.text << ": " << money.error().message;
    EXPECT_EQ(money->minor, c.minor) << c.text;
    EXPECT_EQ(money->currency.code(), c.currency) << c.text;
  }
}

TEST(Money, TakesTheFallbackCurrencyOnlyWhenTheTextNamesNone) {
  const auto eur = Currency::from_code("EUR");
  EXPECT_EQ(parse_money("642", eur)->currency.code(), "EUR");
  EXPECT_EQ(parse_money("642 USD", eur)->currency.code(), "USD");
  EXPECT_FALSE(parse_money("642", std::nullopt));
}

TEST(Money, RefusesWhatIsNotAnAmount) {
  const auto eur = Currency::from_code("EUR");
  for (const char* bad : {"", "-", "twelve", "1,48", "1.484,50", "12.345", "1e5", "1 2", "NaN",
                          "1e309", "99999999999999999", "12.", "$1,200<script>", "--5", "0x10"})
    EXPECT_FALSE(parse_money(bad, eur)) << bad;
  EXPECT_FALSE(parse_money("100.5", Currency::from_code("JPY")));
}

TEST(Money, KnowsCurrencies) {
  EXPECT_FALSE(Currency::from_code("EU"));
  EXPECT_FALSE(Currency::from_code("XXX"));
  EXPECT_FALSE(Currency::from_code("eur"));
  EXPECT_FALSE(Currency::from_code("D A"));
  EXPECT_EQ(Currency::from_code("ISK")->exponent(), 0);
}

TEST(Money, WritesDecimalsAndWords) {
  const auto money = [](std::int64_t minor, const char* code) {
    return Money{minor, *Currency::from_code(code)};
  };
  EXPECT_EQ(to_decimal(money(148450, "EUR")), "1484.50");
  EXPECT_EQ(to_decimal(money(5, "EUR")), "0.05");
  EXPECT_EQ(to_decimal(money(-5, "KWD")), "-0.005");
  EXPECT_EQ(to_decimal(money(12000, "JPY")), "12000");
  EXPECT_EQ(to_words(money(148450, "EUR")), "€1,484.50");
  EXPECT_EQ(to_words(money(148400, "USD")), "$1,484");
  EXPECT_EQ(to_words(money(1234567800, "CHF")), "CHF\u00A012,345,678");
  EXPECT_EQ(to_words(money(-5000, "GBP")), "−£50");
}

}  // namespace
}  // namespace vg
