// External APIs: hosts of addresses in scripts, and what is fetched. Also which settings (`env.X`)
// a script uses, which says whether a binding is used.
#include "base/text.hpp"
#include "inventory/scan.hpp"

#include <algorithm>
#include <array>

namespace vg::inventory {
namespace {

constexpr std::string_view kComputed = "(computed)";

// Hosts that nothing is asked of: this machine, examples, names of schemas.
bool is_no_api(std::string_view host) {
  constexpr std::array<std::string_view, 11> kHosts = {
      "localhost",  "example.com",     "example.org",     "example.net",
      "www.w3.org", "schema.org",      "json-schema.org", "json.schemastore.org",
      "purl.org",   "www.example.com", "xmlns.com"};
  const bool address = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return address || std::ranges::find(kHosts, host) != kHosts.end();
}

// Bytes of other letters than those of English too.
bool is_host_character(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

class Reader {
 public:
  Reader(const Source& source, Scan& out) : source_(source), script_(*source.script), out_(out) {}

  void run() {
    for (int i = 0; i < script_.size(); ++i) {
      const Token& token = at(i);
      if (token.type == TokenType::text) take_text(i);
      if (token.type != TokenType::word) continue;
      if (token.text == "fetch" && at(i + 1).is("(") && !at(i - 1).is(".") && !is_definition(i))
        take_fetch(i);
      if (token.text == "env" || token.text == "bindings") take_setting(i);
    }
  }

 private:
  const Token& at(int index) const { return script_.at(index); }

  bool is_definition(int call) const {
    const int end = at(call + 1).match;
    return at(end + 1).is("{") || at(end + 1).is(":");
  }

  void add(int line, std::string_view host, bool fetched) {
    add_fact(out_, Kind::api, source_, line, to_lower_ascii(host)).flag("fetched", fetched);
  }

  // The host of the address that begins at `begin`; empty when it is put together or no API.
  static std::string_view host_at(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size() && is_host_character(text[end])) ++end;
    if (end < text.size() && (text[end] == '$' || text[end] == '@' || text[end] == '*')) return {};
    std::string_view host = text.substr(begin, end - begin);
    while (host.ends_with('.')) host.remove_suffix(1);
    const std::size_t point = host.rfind('.');
    const bool named = point != std::string_view::npos && point > 0 && point + 2 < host.size();
    return named && !is_no_api(host) ? host : std::string_view();
  }

  void take_text(int i) {
    const std::string_view text = at(i).text;
    for (std::size_t found = text.find("://"); found != std::string_view::npos;
         found = text.find("://", found + 3)) {
      const std::string_view before = text.substr(0, found);
      if (!before.ends_with("https") && !before.ends_with("http")) continue;
      const std::string_view host = host_at(text, found + 3);
      const auto line = static_cast<int>(std::ranges::count(before, '\n'));
      const bool fetched = at(i - 1).is("(") && at(i - 2).is_word("fetch");
      if (!host.empty()) add(at(i).line + line, host, fetched);
    }
  }

  // What is fetched by a name: that of a constant is known, anything else may be any address.
  void take_fetch(int call) {
    const Token& first = at(call + 2);
    std::string_view text = script_.text_of(call + 2);
    if (first.type == TokenType::text && text.starts_with("${")) {
      const std::string_view name = text.substr(2, text.find('}') - 2);
      const auto known = script_.constant_texts.find(name);
      if (known != script_.constant_texts.end()) text = at(known->second).text;
    }
    if (text.find("://") == std::string_view::npos && !text.starts_with("/")) {
      add(first.line, kComputed, true);
    } else if (first.type != TokenType::text || text != first.text) {
      const std::string_view host = host_at(text, std::min(text.find("://") + 3, text.size()));
      if (!host.empty()) add(first.line, host, true);
    }
  }

  void hint(std::string_view name) {
    out_.hints.push_back({Hint::Sort::setting, std::string(name), {}, std::string(source_.path)});
  }

  // `env.NAME`, `env['NAME']`, `const {NAME} = env`.
  void take_setting(int i) {
    if ((at(i + 1).is(".") || at(i + 1).is("?.")) && at(i + 2).type == TokenType::word)
      hint(at(i + 2).text);
    if (at(i + 1).is("[") && at(i + 2).type == TokenType::text) hint(at(i + 2).text);
    int back = i - 1;
    while (at(back).is(".") || at(back).type == TokenType::word) --back;
    if (!at(back).is("=") || !at(back - 1).is("}")) return;
    for (int k = at(back - 1).match + 1; k > 0 && k < back - 1; ++k)
      if (at(k).type == TokenType::word) hint(at(k).text);
  }

  const Source& source_;
  const Script& script_;
  Scan& out_;
};

}  // namespace

void scan_apis(const Source& source, Scan& out) {
  if (source.script != nullptr) Reader(source, out).run();
}

}  // namespace vg::inventory
