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
  std::string_view word, what;
};
constexpr std::array<Word, 5> kWords = {{{"commission", "a commission"},
                                         {"net rate", "a net rate"},
                                         {"markup", "a markup"},
                                         {"passport number", "a passport number"},
                                         {"mark up", "a markup"}}};

void walk(Value value, const std::string& path, std::vector<PrivateText>& out) {
  if (value.is_string()) {
    const std::string_view text = value.text();
    const bool link = text.starts_with("http") || text.starts_with("mailto:");
    if (!link && has_email(text)) out.push_back({path, "an e-mail address"});
    const std::string lower = to_lower_ascii(text);
    for (const Word& word : kWords)
      if (lower.find(word.word) != std::string::npos) out.push_back({path, word.what});
  }
  std::size_t index = 0;
  for (const Value& item : value.items()) walk(item, path + "/" + std::to_string(index++), out);
  for (const json::Member& member : value.members())
    walk(member.value,
         path.empty() ? std::string(member.key) : path + "/" + std::string(member.key), out);
}

}  // namespace

std::vector<PrivateText> find_private_text(Value shown) {
  std::vector<PrivateText> out;
  walk(shown, "", out);
  return out;
}

}  // namespace vg::trip
