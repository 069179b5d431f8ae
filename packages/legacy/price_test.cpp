#include "legacy/price.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

std::string price(std::string_view text) {
  const auto out = read_price(text);
  if (!out) return "none";
  return out->amount + (out->currency ? " " + std::string(out->currency->code()) : "");
}

TEST(Price, IsReadAsPeopleTypedIt) {
  struct Case {
    std::string_view text, amount;
  };
  constexpr Case kCases[] = {
      {"1200", "1200"},
      {"$1,250.00", "1250.00 USD"},
      {"1.234,50 €", "1234.50 EUR"},
      {" EUR 450 ", "450 EUR"},
      {"450 GBP", "450 GBP"},
      {"1,234", "1234"},
      {"1.234.567", "1234567"},
      {"12,5", "12.5"},
      {"0", "0"},
  };
  for (const Case& c : kCases) EXPECT_EQ(price(c.text), c.amount) << c.text;
}

TEST(Price, IsNoneWhereMoreIsSaid) {
  for (std::string_view text : {"", " ", "$", "TBD", "from 450", "450 per night", "450-600", "-450",
                                "4 50", "450.", ",50", "EUR 450 USD", "££1", "1e3"})
    EXPECT_EQ(price(text), "none") << text;
}

TEST(Timestamp, IsReadInEveryForm) {
  struct Case {
    std::string_view text;
    std::int64_t ms;
  };
  constexpr std::int64_t kDay = 1'751'328'000'000;  // 2025-07-01
  constexpr Case kCases[] = {
      {"2025-07-01", kDay},
      {"2025-07-01 08:00:00", kDay + 28'800'000},
      {"2025-07-01T08:00:00Z", kDay + 28'800'000},
      {"2025-07-01T08:00:00.123Z", kDay + 28'800'123},
      {"1751328000000", kDay},
  };
  for (const Case& c : kCases) {
    const auto read = read_timestamp(c.text);
    ASSERT_TRUE(read.has_value()) << c.text;
    EXPECT_EQ(read->ms, c.ms) << c.text;
  }
  for (std::string_view text : {"", "soon", "2025-02-30", "2025-07-01 8:00", "2025-07-01x08:00:00"})
    EXPECT_FALSE(read_timestamp(text).has_value()) << text;
}

TEST(Clock, LosesSecondsOnlyWhenTheySayNothing) {
  EXPECT_EQ(without_seconds("09:00:00"), "09:00");
  EXPECT_EQ(without_seconds("09:00:30"), "09:00:30");
  EXPECT_EQ(without_seconds("9:00 AM"), "9:00 AM");
  EXPECT_TRUE(is_clock_24h("09:00"));
  EXPECT_TRUE(is_clock_24h("09:00:30"));
  EXPECT_FALSE(is_clock_24h("9:00"));
  EXPECT_FALSE(is_clock_24h("09-00"));
  EXPECT_FALSE(is_clock_24h("aa:bb"));
}

}  // namespace
}  // namespace vg::legacy
