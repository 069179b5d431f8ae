#include "base/calendar.hpp"

#include <gtest/gtest.h>

namespace vg {
namespace {

TEST(Calendar, ReadsOnlyDatesThatExist) {
  for (const char* good : {"2027-03-11", "2028-02-29", "1000-01-01", "9999-12-31"})
    EXPECT_EQ(to_iso(parse_date(good).value()), good);
  for (const char* bad : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-1-01", "27-01-01",
                          "2027-03-11T10:00", "0999-01-01", "", "2027-03-1x", "+027-03-11"})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Calendar, CountsDays) {
  EXPECT_EQ(parse_date("2027-03-14")->days - parse_date("2027-03-11")->days, 3);
  EXPECT_EQ(parse_date("1970-01-01")->days, 0);
  EXPECT_EQ(parse_date("1969-12-31")->days, -1);
}

TEST(Calendar, SpellsDatesForReaders) {
  EXPECT_EQ(to_words(*parse_date("2027-03-11")), "Thu 11 March 2027");
  EXPECT_EQ(to_day_month(*parse_date("2027-09-05")), "Sun 5 Sep");
}

TEST(Calendar, SpellsInstantsInUtc) {
  EXPECT_EQ(to_iso(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_iso(Instant{1'795'339'815'999}), "2026-11-22T09:30:15Z");
  EXPECT_EQ(to_iso(Instant{-1}), "1969-12-31T23:59:59Z");
}

TEST(Calendar, ReadsTheClockAndItsWords) {
  struct Case {
    const char* text;
    int minutes;
  };
  for (const Case& c : {Case{"09:30", 570},
                        {"9:30", 570},
                        {"9:30 PM", 1290},
                        {"12:05 am", 5},
                        {"23:59:59", 1439},
                        {"Morning", 540},
                        {"09:10+1", 550},
                        {" evening ", 1140},
                        {"All day", 0}})
    EXPECT_EQ(parse_clock(c.text), c.minutes) << c.text;
  for (const char* bad : {"25:00", "9", "9:75", "13:00 pm", "Alternative", "", "late"})
    EXPECT_FALSE(parse_clock(bad)) << bad;
}

}  // namespace
}  // namespace vg
