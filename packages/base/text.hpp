// Text: UTF-8 in, UTF-8 out. Nothing here knows a locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg {

std::string_view trim(std::string_view text);  // ASCII white space at both ends
std::string to_lower_ascii(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
std::vector<std::string_view> split(std::string_view text, char separator);
// Whether `word` is one of the words of a text that has single blanks between them.
bool has_word(std::string_view text, std::string_view word);

// A whole number without sign tricks: optional `-`, digits, nothing else, within 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

// Reads one code point and moves on; U+FFFD and one byte for what is not UTF-8 (overlong,
// surrogate, cut off).
char32_t next_code_point(std::string_view& text);
void append_utf8(std::string& out, char32_t code_point);
bool is_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);

// At most `max` code points, with `…` in place of what was cut.
std::string shorten(std::string_view text, std::size_t max);

// What may be stored: CR LF becomes LF; control characters but LF and tab, bidirectional overrides,
// line and paragraph separators, and byte-order marks are removed. Nothing when the text is clean
// already, so that the common case copies nothing.
std::optional<std::string> cleaned(std::string_view text);

// The text as it is compared in a search: letters without case and diacritics, other characters as
// one space. Prepared by fold_table.hpp; `Café–Zürich` becomes `cafe zurich`, CJK stays.
std::string fold(std::string_view text);

// One line for a log or a chat: line breaks and tabs become spaces, then shorten().
std::string one_line(std::string_view text, std::size_t max);
void append_one_line(std::string& out, std::string_view text, std::size_t max);

// `1 day`, `2 days`.
std::string count_of(std::int64_t n, std::string_view singular, std::string_view plural = {});
void append_count_of(std::string& out, std::int64_t n, std::string_view singular,
                     std::string_view plural = {});

}  // namespace vg
