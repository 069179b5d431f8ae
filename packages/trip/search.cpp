#include "trip/search.hpp"

#include "base/text.hpp"

#include <array>
#include <string>
#include <vector>

namespace vg::trip {

using json::Member;
using json::Value;

namespace {

// What is searched: `*` stands for every item of a collection.
struct Searched {
  std::string_view collection, item, field;
};
constexpr std::array<Searched, 8> kSearched = {{{"meta", "", "title"},
                                                {"meta", "", "subtitle"},
                                                {"meta", "", "clientName"},
                                                {"meta", "", "destination"},
                                                {"meta", "", "destinations"},
                                                {"meta", "", "tags"},
                                                {"lodging", "*", "name"},
                                                {"lodging", "*", "location"}}};

std::string text_of(Value value) {
  std::string out(value.text());
  for (const Value& item : value.items()) out.append(" ").append(item.text());
  const std::string folded = fold(out);
  return folded.empty() ? folded : " " + folded;
}

struct Range {
  char32_t first, last;
};
// Scripts that are written without spaces between words (Unicode 15, Blocks.txt).
constexpr std::array<Range, 9> kUnspaced = {{{0x0E00, 0x0EFF},      // Thai, Lao
                                             {0x1000, 0x109F},      // Myanmar
                                             {0x1780, 0x17FF},      // Khmer
                                             {0x3040, 0x30FF},      // Hiragana, Katakana
                                             {0x3400, 0x4DBF},      // CJK extension A
                                             {0x4E00, 0x9FFF},      // CJK
                                             {0xAC00, 0xD7AF},      // Hangul
                                             {0xF900, 0xFAFF},      // CJK compatibility
                                             {0x20000, 0x3FFFF}}};  // CJK extensions

constexpr std::size_t kKeyLength = 3;

// A word with the code points that it is made of.
struct Word {
  explicit Word(std::string_view text) : text(text) {
    for (std::string_view rest = text; !rest.empty();) {
      const char* at = rest.data();
      const char32_t c = next_code_point(rest);
      starts.push_back(static_cast<std::size_t>(at - text.data()));
      for (const Range& range : kUnspaced)
        unspaced = unspaced || (c >= range.first && c <= range.last);
    }
    starts.push_back(text.size());
  }
  std::size_t size() const { return starts.size() - 1; }
  std::string_view part(std::size_t from, std::size_t count) const {
    return text.substr(starts[from], starts[from + count] - starts[from]);
  }

  std::string_view text;
  std::vector<std::size_t> starts;
  bool unspaced = false;
};

template <typename Each>
void each_key(const Word& word, const Each& each) {
  if (word.unspaced) {
    for (std::size_t i = 0; i + 2 <= word.size(); ++i) each(word.part(i, 2));
  } else if (word.size() >= kKeyLength) {
    each(word.part(0, kKeyLength));
  }
}

class Indexer {
 public:
  Indexer(json::Arena& arena, bool patch) : arena_(arena), patch_(patch), out_(arena) {}

  Value run(Value document) {
    for (const Searched& searched : kSearched) {
      const Value* collection = document.find(searched.collection);
      if (collection == nullptr) continue;
      if (searched.item.empty()) {
        if (collection->is_null()) put(searched.collection, searched.field, Value());
        if (const Value* field = collection->find(searched.field))
          put(searched.collection, searched.field, *field);
        continue;
      }
      for (const Member& item : collection->members()) {
        const std::string place = std::string(searched.collection) + "/" + std::string(item.key);
        if (item.value.is_null()) put(place, searched.field, Value());
        if (const Value* field = item.value.find(searched.field))
          put(place, searched.field, *field);
      }
    }
    if (const Value* notes = document.find("notes")) put("", "notes", *notes);
    return out_.finish();
  }

 private:
  void put(std::string_view place, std::string_view field, Value value) {
    const std::string_view key = arena_.copy(
        place.empty() ? std::string(field) : std::string(place) + "/" + std::string(field));
    const std::string text = value.is_null() ? std::string() : text_of(value);
    if (!text.empty()) {
      out_.set(key, Value(arena_.copy(text)));
    } else if (patch_) {
      out_.set(key, Value());
    }
  }

  json::Arena& arena_;
  bool patch_;
  json::ObjectBuilder out_;
};

}  // namespace

Value search_index(json::Arena& arena, Value stored) {
  return Indexer(arena, false).run(stored);
}

Value search_patch(json::Arena& arena, Value document_patch) {
  return Indexer(arena, true).run(document_patch);
}

Value search_terms(json::Arena& arena, Value index) {
  json::ObjectBuilder out(arena);
  for (const Member& place : index.members())
    for (std::string_view text : split(place.value.text(), ' '))
      each_key(Word(text), [&](std::string_view key) { out.set(arena.copy(key), Value(1)); });
  return out.finish();
}

std::vector<SearchWord> search_words(std::string_view query) {
  std::vector<SearchWord> out;
  const std::string folded = fold(query);
  for (std::string_view text : split(folded, ' ')) {
    if (text.empty()) continue;
    const Word word(text);
    SearchWord found{.needle = (word.unspaced ? "" : " ") + std::string(text), .keys = {}};
    each_key(word, [&](std::string_view key) { found.keys.emplace_back(key); });
    out.push_back(std::move(found));
  }
  return out;
}

}  // namespace vg::trip
