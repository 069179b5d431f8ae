// Queries of scripts: which function asks what of which tables, and what is asked again for every
// turn of a loop. A statement that is only prepared or bound in a loop, for one batch, is asked
// once and no fault. One whose text comes from elsewhere may be any, and is `(computed)`.
#include "inventory/scan.hpp"
#include "inventory/sql.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace vg::inventory {
namespace {

struct Query {
  int place = 0;  // the token of its text, or the first of what makes the text
  SqlUse use;
  std::vector<int> executions;  // the tokens where it is sent
  bool in_loop = false;
};

constexpr std::array<std::string_view, 9> kSends = {"run",  "all",     "first",  "raw",    "get",
                                                    "each", "iterate", "values", "execute"};
constexpr std::string_view kComputed = "(computed)";
constexpr std::array<std::string_view, 3> kKeepsForLater = {"push", "unshift", "add"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

class Reader {
 public:
  Reader(const Source& source, Scan& out) : source_(source), script_(*source.script), out_(out) {}

  void run() {
    find_texts();
    if (queries_.empty() && !prepares_) return;
    enclose();
    for (std::size_t i = 0; i < queries_.size(); ++i) place_query(i, queries_[i].place);
    find_uses();
    find_computed();
    find_loops();
    write();
  }

 private:
  const Token& at(int index) const { return script_.at(index); }

  void find_texts() {
    for (int i = 0; i < script_.size(); ++i) {
      prepares_ = prepares_ || at(i).is_word("prepare");
      if (at(i).type != TokenType::text) continue;
      SqlUse use = read_sql(at(i).text);
      if (!use.verb.empty()) queries_.push_back({i, std::move(use), {}, false});
    }
  }

  // The bracket that each token stands in.
  void enclose() {
    brackets_.assign(script_.tokens.size(), -1);
    std::vector<int> open;
    for (int i = 0; i < script_.size(); ++i) {
      if (!open.empty() && at(open.back()).match == i) open.pop_back();
      if (!open.empty()) brackets_[static_cast<std::size_t>(i)] = open.back();
      if (at(i).match > i) open.push_back(i);
    }
  }

  // What becomes of the text, or the name for it, that stands at `i`.
  void place_query(std::size_t query, int i) {
    const int open = brackets_[static_cast<std::size_t>(i)];
    const Token& called = at(open - 1);
    if (open >= 0 && at(open).is("(") && called.type == TokenType::word) {
      if (called.text == "prepare") {
        place_statement(query, i, open);
      } else if (!is_one_of(called.text, kKeepsForLater)) {
        queries_[query].executions.push_back(i);
      }
    } else if (i == queries_[query].place && at(i - 1).is("=") &&
               at(i - 2).type == TokenType::word) {
      texts_[at(i - 2).text].push_back({i, query});
    }
  }

  void place_statement(std::size_t query, int i, int open) {
    if (is_sent(at(open).match + 1)) {
      queries_[query].executions.push_back(i);
      return;
    }
    int back = open - 2;
    while (back > 0 && (at(back).is(".") || at(back).is("?.") || at(back).is(")") ||
                        (at(back).type == TokenType::word && at(back).text != "return")))
      back = at(back).is(")") && at(back).match >= 0 ? at(back).match - 1 : back - 1;
    if ((at(back).is("=") || at(back).is(":")) && at(back - 1).type == TokenType::word)
      statements_[at(back - 1).text].push_back({i, query});
  }

  // Whether the calls that follow one another from `i` on send the statement.
  bool is_sent(int i) const {
    for (; at(i).is(".") || at(i).is("?.") || at(i).is("!"); ++i) {
      if (at(i).is("!")) continue;
      if (at(i + 1).type != TokenType::word || !at(i + 2).is("(")) return false;
      if (is_one_of(at(i + 1).text, kSends)) return true;
      if (at(i + 2).match < 0) return false;
      i = at(i + 2).match;
    }
    return false;
  }

  struct Named {
    int place;
    std::size_t query;
  };
  using Names = std::map<std::string_view, std::vector<Named>>;

  // The nearest one before `use` whose function `use` stands in too.
  const Named* nearest(const std::vector<Named>& all, int use) const {
    constexpr int kMost = 50;  // of one name; generated files have thousands
    int steps = 0;
    for (auto one = all.rbegin(); one != all.rend() && steps < kMost; ++one) {
      if (one->place > use) continue;
      ++steps;
      const int function = script_.function_of[static_cast<std::size_t>(one->place)];
      if (function < 0 || script_.functions[static_cast<std::size_t>(function)].end >= use)
        return &*one;
    }
    return nullptr;
  }

  // Texts that are prepared by name first, for they make statements with names.
  void find_uses() {
    for (int i = 0; i < script_.size(); ++i) {
      if (at(i).type != TokenType::word || !(at(i - 1).is("(") || at(i - 1).is(","))) continue;
      const auto text = texts_.find(at(i).text);
      if (text == texts_.end()) continue;
      if (const Named* named = nearest(text->second, i)) place_query(named->query, i);
    }
    for (int i = 0; i < script_.size(); ++i) {
      if (at(i).type != TokenType::word || !is_sent(i + 1)) continue;
      const auto statement = statements_.find(at(i).text);
      if (statement == statements_.end()) continue;
      if (const Named* named = nearest(statement->second, i))
        queries_[named->query].executions.push_back(i);
    }
  }

  // What is prepared and sent at once, and is none of the texts of this file.
  void find_computed() {
    std::set<int> known;
    for (const Query& query : queries_) {
      known.insert(query.place);
      known.insert(query.executions.begin(), query.executions.end());
    }
    for (int i = 0; i < script_.size(); ++i) {
      const int end = at(i + 1).match;
      if (!at(i).is_word("prepare") || !at(i - 1).is(".") || !at(i + 1).is("(") || end <= i + 2)
        continue;
      const auto text = known.lower_bound(i + 2);
      if ((text != known.end() && *text < end) || !is_sent(end + 1)) continue;
      queries_.push_back({i + 2, {std::string(kComputed), {}, {}, {}}, {i + 2}, false});
    }
  }

  // ---- loops

  int loop_at(int token) const { return script_.loop_of[static_cast<std::size_t>(token)]; }

  void find_loops() {
    for (std::size_t q = 0; q < queries_.size(); ++q)
      for (const int place : queries_[q].executions) {
        const int function = script_.function_of[static_cast<std::size_t>(place)];
        // Whoever calls a function that sends any text has the text, and is found by it.
        if (function >= 0 && queries_[q].use.verb != kComputed)
          senders_[script_.functions[static_cast<std::size_t>(function)].name].push_back(q);
        if (loop_at(place) < 0) continue;
        queries_[q].in_loop = true;
        add_loop(loop_at(place), {}, q);
      }
    for (int i = 0; i < script_.size(); ++i)
      if (at(i).type == TokenType::word && loop_at(i) >= 0) visit_call(i);
  }

  // A call, within a loop, of a function of this file that sends queries.
  void visit_call(int i) {
    const bool own = !at(i - 1).is(".") || at(i - 2).is_word("this") || at(i - 2).is_word("self");
    const Loop& loop = script_.loops[static_cast<std::size_t>(loop_at(i))];
    const bool handed = loop.begin == i && loop.end == i;  // `.map(loadTrip)`
    if (!own || !(at(i + 1).is("(") || handed) || at(i - 1).is_word("function")) return;
    const auto sender = senders_.find(at(i).text);
    if (sender == senders_.end() || is_definition(i)) return;
    for (const std::size_t query : sender->second) add_loop(loop_at(i), at(i).text, query);
  }

  bool is_definition(int i) const {
    const int function = script_.function_of[static_cast<std::size_t>(i)];
    return function >= 0 && script_.functions[static_cast<std::size_t>(function)].begin == i;
  }

  void add_loop(int loop, std::string_view through, std::size_t query) {
    loops_.insert({loop, std::string(through), query});
  }

  // ---- facts

  std::string function_of(int token) const {
    const std::string_view name = script_.function_name(token);
    return name.empty() ? "(file)" : std::string(name);
  }

  struct Handler {
    int line = 0;
    std::int64_t queries = 0, loops = 0;
    Fact fact;  // its lists
  };

  Handler& handler(int token) {
    const int function = script_.function_of[static_cast<std::size_t>(token)];
    Handler& out = handlers_[function];
    if (out.line == 0) {
      out.line =
          function < 0 ? 1 : at(script_.functions[static_cast<std::size_t>(function)].begin).line;
      out.fact.name = function_of(token);
    }
    return out;
  }

  void write() {
    for (const Query& query : queries_) {
      Fact& fact = add_fact(out_, Kind::query, source_, at(query.place).line, query.use.verb);
      fact.set("function", function_of(query.place));
      Handler& its = handler(query.place);
      ++its.queries;
      for (const std::string& table : query.use.reads)
        fact.add("reads", table), its.fact.add("reads", table);
      for (const std::string& table : query.use.writes)
        fact.add("writes", table), its.fact.add("writes", table);
      for (const std::string& table : query.use.defines) fact.add("defines", table);
      fact.flag("in_loop", query.in_loop);
    }
    for (const auto& [loop, through, query] : loops_)
      write_loop(script_.loops[static_cast<std::size_t>(loop)], through, queries_[query]);
    for (const auto& [function, its] : handlers_) {
      Fact& fact = add_fact(out_, Kind::handler, source_, its.line, its.fact.name);
      fact.set("queries", its.queries).set("query_loops", its.loops);
      for (const Detail& detail : its.fact.details) fact.details.push_back(detail);
    }
  }

  void write_loop(const Loop& loop, const std::string& through, const Query& query) {
    ++handler(loop.begin).loops;
    Fact& fact = add_fact(out_, Kind::query_loop, source_, loop.line, function_of(loop.begin));
    fact.set("loop", loop.word).set("through", through).set("query_line", at(query.place).line);
    for (const std::string& table : query.use.reads) fact.add("tables", table);
    for (const std::string& table : query.use.writes) fact.add("tables", table);
  }

  const Source& source_;
  const Script& script_;
  Scan& out_;
  std::vector<Query> queries_;
  bool prepares_ = false;  // the word stands in the file
  std::vector<int> brackets_;
  Names texts_, statements_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> senders_;
  std::set<std::tuple<int, std::string, std::size_t>> loops_;
  std::map<int, Handler> handlers_;
};

}  // namespace

void scan_queries(const Source& source, Scan& out) {
  if (source.script != nullptr) Reader(source, out).run();
}

}  // namespace vg::inventory
