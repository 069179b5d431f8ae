// The words by which a trip is found: folded text of a few fields, kept beside the document and
// changed with it.
#pragma once

#include "json/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

// A flat object {place: folded text} of a whole document. Every text begins with a space, so that a
// space and the start of a word are found at the start of words only.
json::Value search_index(json::Arena& arena, json::Value stored);

// The merge patch of the index that follows from a merge patch of the document.
json::Value search_patch(json::Arena& arena, json::Value document_patch);

// {key: 1} of the words of an index or of its patch. The key of a word is its first three letters;
// of a word in a script without spaces (Chinese, Japanese, Korean, Thai, …) every two neighbours
// are one. Words of one or two letters have none.
json::Value search_terms(json::Arena& arena, json::Value index);

struct SearchWord {
  std::string needle;             // stands in the index of a trip that has the word
  std::vector<std::string> keys;  // a trip that has the word has all of these
};
// The words of a query; each is the beginning of a word, or a part of one without spaces.
std::vector<SearchWord> search_words(std::string_view query);

}  // namespace vg::trip
