#include "inventory/sql.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace vg::inventory {
namespace {

constexpr std::string_view kComputed = "(computed)";

struct Word {
  std::string_view text;
  bool name = false;  // a word or a quoted name; else one character
};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

// Words, quoted names, single characters; no comments, no texts.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {
    while (at_ < text_.size()) step();
  }
  std::vector<Word> words;

 private:
  void step() {
    const char c = text_[at_];
    if (text_.substr(at_, 2) == "${") return take_computed();
    if (text_.substr(at_, 2) == "--") return skip_to("\n");
    if (text_.substr(at_, 2) == "/*") return skip_to("*/");
    if (c == '\'') return skip_to("'");
    if (c == '"' || c == '`' || c == '[') return take_quoted(c == '[' ? ']' : c);
    if (c == '\\') {
      at_ += 2;
    } else if (is_name(c)) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_name(text_[at_]) && text_.substr(at_, 2) != "${") ++at_;
      words.push_back({text_.substr(begin, at_ - begin), true});
    } else {
      if (c > ' ' || c < 0) words.push_back({text_.substr(at_, 1)});
      ++at_;
    }
  }

  void skip_to(std::string_view end) {
    const std::size_t found = text_.find(end, at_ + end.size());
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void take_quoted(char end) {
    const std::size_t found = std::min(text_.find(end, at_ + 1), text_.size());
    words.push_back({text_.substr(at_ + 1, found - at_ - 1), true});
    at_ = found + 1;
  }

  void take_computed() {
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '{') ++depth;
      if (text_[at_] == '}' && --depth == 0) break;
    }
    at_ = std::min(at_ + 1, text_.size());
    words.push_back({kComputed, true});
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  Reader(std::span<const Word> words, SqlUse& out) : words_(words), out_(out) {}

  // One statement; false when it is none.
  bool run() {
    if (words_.empty() || !has_one_case(words_[0].text)) return false;
    if (is(0, "WITH")) note_local_names();
    const bool writes = take_write();
    const bool known = writes || (is(0, "SELECT") && (has("FROM") || is_plain_select())) ||
                       (is(0, "WITH") && has("SELECT")) || take_definition() ||
                       (is(0, "PRAGMA") && words_.size() > 1);
    if (!known) return false;
    const std::size_t before = out_.reads.size() + out_.writes.size();
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (is(i, "FROM") || is(i, "JOIN")) take_reads(i + 1);
    // `select a hotel from the list` is a sentence.
    return words_[0].text != "select" || out_.reads.size() + out_.writes.size() > before;
  }

 private:
  bool is(std::size_t i, std::string_view word) const {
    return i < words_.size() && words_[i].name && words_[i].text.size() == word.size() &&
           starts_with_ignoring_case(words_[i].text, word);
  }
  bool is_mark(std::size_t i, char mark) const {
    return i < words_.size() && !words_[i].name && words_[i].text[0] == mark;
  }
  bool has(std::string_view word) const {
    for (std::size_t i = 1; i < words_.size(); ++i)
      if (is(i, word)) return true;
    return false;
  }

  static bool has_one_case(std::string_view word) {
    const bool upper = std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool lower = std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    return upper || lower;
  }

  // `SELECT 1`, `SELECT changes()`: no sentence.
  bool is_plain_select() const {
    return words_[0].text == "SELECT" && words_.size() > 1 &&
           (words_.size() == 2 || is_mark(2, '(') || is(2, "AS"));
  }

  void note_local_names() {
    for (std::size_t i = 1; i + 1 < words_.size(); ++i)
      if (words_[i].name && is(i + 1, "AS") && is_mark(i + 2, '('))
        locals_.push_back(words_[i].text);
  }

  std::size_t skip(std::size_t i, std::span<const std::string_view> words) const {
    while (std::ranges::any_of(words, [&](std::string_view word) { return is(i, word); })) ++i;
    return i;
  }

  bool take_write() {
    constexpr std::array<std::string_view, 6> kHow = {"OR",    "REPLACE", "IGNORE",
                                                      "ABORT", "FAIL",    "ROLLBACK"};
    bool found = false;
    const bool sets = has("SET");
    // Also behind a WITH.
    for (std::size_t i = 0; i < words_.size() && (i == 0 || is(0, "WITH")); ++i) {
      const std::size_t next = skip(i + 1, kHow);
      if ((is(i, "INSERT") || is(i, "REPLACE")) && is(next, "INTO"))
        found = add(out_.writes, next + 1);
      if (is(i, "UPDATE") && sets) found = add(out_.writes, next);
      if (is(i, "DELETE") && is(i + 1, "FROM")) found = add(out_.writes, i + 2);
    }
    return found;
  }

  bool take_definition() {
    constexpr std::array<std::string_view, 4> kSorts = {"TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL"};
    constexpr std::array<std::string_view, 3> kIf = {"IF", "NOT", "EXISTS"};
    const std::size_t sort = skip(1, kSorts);
    const std::size_t name = skip(sort + 1, kIf);
    const bool table = is(sort, "TABLE") || is(sort, "VIEW");
    if (is(0, "CREATE") && table) return add(out_.defines, name);
    if (is(0, "CREATE") && (is(sort, "INDEX") || is(sort, "TRIGGER")))
      return name < words_.size() && has("ON");
    if ((is(0, "ALTER") || is(0, "DROP")) && table) return add(out_.writes, name);
    return is(0, "DROP") && (is(sort, "INDEX") || is(sort, "TRIGGER"));
  }

  // The tables of one FROM, with commas between them.
  void take_reads(std::size_t i) {
    if (i >= 2 && (is(i - 2, "DELETE") || is(i - 2, "DISTINCT"))) return;
    constexpr std::size_t kLongest = 5;  // schema . table AS alias
    for (bool more = true; more;) {
      more = false;
      add(out_.reads, i);
      for (std::size_t next = i; next < words_.size() && next < i + kLongest && !more; ++next) {
        if (is_mark(next, ',')) {
          more = next + 1 < words_.size() && words_[next + 1].name;
          i = next + 1;
          if (!more) return;
        } else if ((!words_[next].name && !is_mark(next, '.')) || is(next, "WHERE") ||
                   is(next, "JOIN") || is(next, "ON") || is(next, "GROUP")) {
          return;
        }
      }
    }
  }

  bool add(std::vector<std::string>& to, std::size_t i) {
    if (i + 2 < words_.size() && is_mark(i + 1, '.')) i += 2;  // behind a schema
    if (i >= words_.size() || !words_[i].name || words_[i].text.empty()) return false;
    const std::string_view name = words_[i].text;
    const bool function = is_mark(i + 1, '(') && &to == &out_.reads;
    constexpr std::array<std::string_view, 3> kNoTables = {"SELECT", "WHERE", "VALUES"};
    constexpr std::array<std::string_view, 5> kArticles = {"the", "a", "an", "this", "your"};
    const auto is_it = [&](std::string_view word) { return is(i, word); };
    const bool sentence = words_[0].text[0] >= 'a' && std::ranges::any_of(kArticles, is_it);
    if (function || sentence || std::ranges::any_of(kNoTables, is_it)) return false;
    if (std::ranges::find(locals_, name) != locals_.end()) return true;
    if (std::ranges::find(to, name) == to.end()) to.emplace_back(name);
    return true;
  }

  std::span<const Word> words_;
  SqlUse& out_;
  std::vector<std::string_view> locals_;
};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// Whether the first word is a verb at all: most texts of a program are none, and go no further.
bool may_be_sql(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n(");
  if (begin == std::string_view::npos) return false;
  text = text.substr(begin);
  if (text.starts_with("--") || text.starts_with("/*")) return true;
  constexpr std::array<std::string_view, 10> kVerbs = {"SELECT",  "INSERT", "UPDATE", "DELETE",
                                                       "REPLACE", "WITH",   "CREATE", "ALTER",
                                                       "DROP",    "PRAGMA"};
  return std::ranges::any_of(kVerbs, [&](std::string_view verb) {
    return starts_with_ignoring_case(text, verb) && text.size() > verb.size() &&
           !is_name(text[verb.size()]);
  });
}

}  // namespace

SqlUse read_sql(std::string_view text) {
  SqlUse out;
  if (!may_be_sql(text)) return out;
  const Words all(text);
  std::span<const Word> rest = all.words;
  while (!rest.empty()) {
    const auto end =
        std::ranges::find_if(rest, [](const Word& word) { return !word.name && word.text == ";"; });
    const auto size = static_cast<std::size_t>(end - rest.begin());
    constexpr std::size_t kMostWords = 2'000;  // what follows in a longer one are values
    std::span<const Word> one = rest.first(std::min(size, kMostWords));
    while (!one.empty() && !one[0].name && one[0].text == "(") one = one.subspan(1);
    if (Reader(one, out).run() && out.verb.empty()) out.verb = upper(one[0].text);
    if (out.verb.empty()) return {};
    rest = rest.subspan(std::min(size + 1, rest.size()));
  }
  return out;
}

}  // namespace vg::inventory
