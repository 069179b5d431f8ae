// Tools of the Model Context Protocol: objects with a name and an input schema, and calls that
// register one. A text that a `case` or a comparison goes on with the call of a function is a hint
// at who answers.
#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {
namespace {

bool is_tool_name(std::string_view name) {
  constexpr std::size_t kLongest = 128;
  if (name.empty() || name.size() > kLongest) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
          c == '-' || c == '.' || c == '/'))
      return false;
  return true;
}

class Reader {
 public:
  Reader(const Source& source, Scan& out) : source_(source), script_(*source.script), out_(out) {}

  void run() {
    enclose();
    for (int i = 0; i < script_.size(); ++i) {
      const Token& token = at(i);
      if (token.type != TokenType::word) continue;
      if ((token.text == "inputSchema" || token.text == "input_schema") && !at(i - 1).is("."))
        take_object(i);
      if ((token.text == "tool" || token.text == "registerTool") && at(i - 1).is(".") &&
          at(i + 1).is("("))
        take_call(i);
      if (token.text == "case" && at(i + 1).type == TokenType::text) take_branch(i + 1, i + 3);
      if (token.text == "if" && at(i + 1).is("(") && at(i + 1).match >= 0) take_comparison(i + 1);
    }
  }

 private:
  const Token& at(int index) const { return script_.at(index); }

  // The brace that each token stands in.
  void enclose() {
    std::vector<int> open;
    braces_.assign(script_.tokens.size(), -1);
    for (int i = 0; i < script_.size(); ++i) {
      if (at(i).match >= 0 && at(i).match < i && !open.empty() && open.back() == at(i).match)
        open.pop_back();
      if (!open.empty() && at(open.back()).is("{"))
        braces_[static_cast<std::size_t>(i)] = open.back();
      if (at(i).match > i) open.push_back(i);
    }
  }

  void add(int name_at) {
    const std::string_view name = script_.text_of(name_at);
    if (is_tool_name(name)) add_fact(out_, Kind::tool, source_, at(name_at).line, name);
  }

  // Members before and behind the schema, within the same braces.
  void take_object(int schema) {
    const int open = braces_[static_cast<std::size_t>(schema)];
    if (open < 0) return;
    for (int i = open + 1; i<at(open).match; i = at(i).match> i ? at(i).match + 1 : i + 1)
      if ((at(i).is_word("name") || (at(i).type == TokenType::text && at(i).text == "name")) &&
          at(i + 1).is(":"))
        return add(i + 2);
  }

  void take_call(int call) {
    // `registerTool({name: …})` is found by its object.
    add(call + 2);
  }

  // `if (name === 'get_trip') return getTrip();`
  void take_comparison(int open) {
    constexpr int kLongest = 12;
    const int end = at(open).match;
    for (int i = open + 1; i < end && i < open + kLongest; ++i)
      if (at(i).type == TokenType::text && (at(i - 1).is("=") || at(i + 1).is("=")))
        take_branch(i, end + 1);
  }

  // The functions that are called from `begin` to the end of the branch.
  void take_branch(int text, int begin) {
    constexpr int kLongest = 200;
    const int block = at(begin).is("{") ? at(begin).match : -1;
    for (int i = begin; i < begin + kLongest && i < script_.size(); ++i) {
      const Token& token = at(i);
      if (token.is_word("break") || token.is_word("default") || token.is_word("case")) return;
      if ((token.is("}") && token.match < begin) || i == block) return;
      if (block < 0 && token.is(";") && at(begin - 1).is(")")) return;
      if (token.type == TokenType::word && at(i + 1).is("(") && !at(i - 1).is_word("new"))
        out_.hints.push_back({Hint::Sort::dispatch, std::string(at(text).text),
                              std::string(token.text), std::string(source_.path)});
    }
  }

  const Source& source_;
  const Script& script_;
  Scan& out_;
  std::vector<int> braces_;
};

}  // namespace

void scan_tools(const Source& source, Scan& out) {
  if (source.script != nullptr) Reader(source, out).run();
}

}  // namespace vg::inventory
