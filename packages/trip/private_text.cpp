#include "trip/private_text.hpp"

#include "base/text.hpp"

#include <array>

namespace vg::trip {

using json::Value;

namespace {

bool is_address_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_' || c == '+';
}

bool has_email(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const bool before = at > 0 && is_address_character(text[at - 1]);
    std::size_t end = at + 1;
    while (end < text.size() && is_address_character(text[end])) ++end;
    if (before && text.substr(at, end - at).find('.') != std::string_view::npos) return true;
  }
  return false;
}

struct Word {
  std::string_view word, what;  // in lower case
};
constexpr std::array<Word, 5> kWords = {{{"commission", "a commission"},
                                         {"net rate", "a net rate"},
                                         {"markup", "a markup"},
                                         {"passport number", "a passport number"},
                                         {"mark up", "a markup"}}};

// Looks through all texts. The path is made longer and shorter on the way; a copy is made only of
// those where something was found.
class Search {
 public:
  std::vector<PrivateText> found;

  void walk(Value value) {
    if (value.is_string()) look_at(value.text());
    std::size_t index = 0;
    for (const Value& item : value.items()) step(std::to_string(index++), item);
    for (const json::Member& member : value.members()) step(member.key, member.value);
  }

 private:
  void step(std::string_view name, Value value) {
    const std::size_t before = path_.size();
    if (before > 0) path_ += '/';
    path_ += name;
    walk(value);
    path_.resize(before);
  }

  void look_at(std::string_view text) {
    const bool link = text.starts_with("http") || text.starts_with("mailto:");
    if (!link && has_email(text)) found.push_back({path_, "an e-mail address"});
    lower_.assign(text);
    for (char& c : lower_)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    for (const Word& word : kWords)
      if (lower_.find(word.word) != std::string::npos) found.push_back({path_, word.what});
  }

  std::string path_;
  std::string lower_;
};

}  // namespace

std::vector<PrivateText> find_private_text(Value shown) {
  Search search;
  search.walk(shown);
  return std::move(search.found);
}

}  // namespace vg::trip
