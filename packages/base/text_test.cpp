#include "base/text.hpp"

#include <gtest/gtest.h>

namespace vg {
namespace {

TEST(Text, HasWordsBetweenBlanks) {
  for (const char* word : {"read", "write", "admin"})
    EXPECT_TRUE(has_word("read write admin", word));
  for (const char* word : {"rea", "eread", "write admin", "Read", "", " "})
    EXPECT_FALSE(has_word("read write admin", word)) << word;
  EXPECT_FALSE(has_word("", "read"));
  EXPECT_TRUE(has_word("read  write", "write"));
}

TEST(Text, FoldsEveryCharacterOfAscii) {
  for (int c = 1; c < 0x80; ++c) {
    const char own = static_cast<char>(c);
    const bool upper = own >= 'A' && own <= 'Z';
    const bool kept = (own >= 'a' && own <= 'z') || (own >= '0' && own <= '9');
    const std::string expected = upper ? std::string(1, static_cast<char>(own - 'A' + 'a'))
                                       : std::string(1, kept ? own : ' ');
    EXPECT_EQ(fold(std::string("x") + own + "x"), "x" + expected + "x") << c;
  }
}

TEST(Text, FoldsForSearching) {
  struct Case {
    const char* text;
    const char* folded;
  };
  for (const Case& c : {Case{"Café–Zürich", "cafe zurich"},
                        {"KUŞADASI (Ephesus), Türkiye", "kusadasi ephesus turkiye"},
                        {"Straße", "strasse"},
                        {"Þjóðvegur 1", "thjodvegur 1"},
                        {"東京タワー", "東京タワー"},
                        {"ガイド", "ガイド"},
                        {"Ελλάδα", "ελλαδα"},
                        {"Москва", "москва"},
                        {"  a\tb ", "a b"},
                        {"O'Neil & Co.", "o neil co"},
                        {"e\u0301te\u0301", "ete"},
                        {"ＡＢＣ１２", "abc12"},
                        {"مَرحَبا", "مرحبا"},
                        {"🚲→⛵", ""}})
    EXPECT_EQ(fold(c.text), c.folded) << c.text;
}

TEST(Text, CleansWhatMayNotBeStored) {
  EXPECT_FALSE(cleaned("plain – é漢😀\n\ttext"));
  EXPECT_EQ(cleaned("a\r\nb\rc"), "a\nb\nc");
  EXPECT_EQ(cleaned(std::string_view("a\0b", 3)), "ab");
  EXPECT_EQ(cleaned("\u202Eevil\u202C\uFEFF"), "evil");
  EXPECT_EQ(cleaned("line\u2028next"), "line\nnext");
}

TEST(Text, ShortensByCharactersNotBytes) {
  EXPECT_EQ(shorten("äöü", 3), "äöü");
  EXPECT_EQ(shorten("äöüß", 3), "äö…");
  EXPECT_EQ(one_line("a\nb\x1b[31m", 20), "a b [31m");
}

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(is_utf8("é漢😀\uFFFD"));
  for (const char* bad :
       {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "\xE0\x80\x80"})
    EXPECT_FALSE(is_utf8(bad));
  EXPECT_EQ(count_code_points("é漢😀"), 3U);
}

TEST(Text, ReadsWholeNumbers) {
  EXPECT_EQ(parse_integer("-9223372036854775807"), -9223372036854775807);
  for (const char* bad :
       {"", "-", "+1", "1.0", "9223372036854775808", "99999999999999999999", " 1"})
    EXPECT_FALSE(parse_integer(bad)) << bad;
}

TEST(Text, Counts) {
  EXPECT_EQ(count_of(1, "day"), "1 day");
  EXPECT_EQ(count_of(2, "day"), "2 days");
  EXPECT_EQ(count_of(0, "entry", "entries"), "0 entries");
}

}  // namespace
}  // namespace vg
