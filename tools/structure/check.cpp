#include "tools/structure/check.hpp"

#include "tools/structure/functions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

namespace vg::structure {
namespace {

using Problems = std::vector<Problem>;

std::vector<std::string> parts(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);)
    if (!part.empty()) out.push_back(part);
  return out;
}

bool is_code(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

// The target in whose folder the path is; the deepest one, for a package may lie in another.
const Target* owner(const Tree& tree, std::string_view path) {
  const Target* best = nullptr;
  for (const Target& target : tree.targets)
    if (path.starts_with(target.folder + "/") &&
        (best == nullptr || target.folder.size() > best->folder.size()))
      best = &target;
  return best;
}

// ---- who may depend on whom

// The kinds that each kind may use.
const std::map<std::string, std::set<std::string>>& allowed_kinds() {
  static const std::map<std::string, std::set<std::string>> kAllowed = {
      {"package", {"package"}},
      {"service", {"package", "service"}},
      {"platform", {"package", "service", "platform"}},
      {"main", {"package", "service", "platform"}}};
  return kAllowed;
}

void check_kinds(const Tree& tree, Problems& out) {
  std::map<std::string, std::string> kinds;
  for (const Target& target : tree.targets) kinds[target.name] = target.kind;
  for (const Target& target : tree.targets)
    for (const std::string& name : target.depends) {
      const auto kind = kinds.find(name);
      if (kind == kinds.end()) {
        out.push_back({target.folder, 0, "depends on " + name + ", which is no target"});
      } else if (!allowed_kinds().at(target.kind).contains(kind->second)) {
        out.push_back({target.folder, 0,
                       "is a " + target.kind + " and depends on the " + kind->second + " " + name});
      }
    }
}

// ---- includes

// What an include of our own means as a path of the tree; nothing for one from elsewhere.
std::optional<std::string> resolve(const Tree& tree, const std::string& included) {
  for (const char* root : {"packages/", "services/", ""})
    if (tree.files.contains(root + included)) return root + included;
  return std::nullopt;
}

void check_include(const Tree& tree, const Target& target, const std::string& path, int line,
                   const std::string& included, Problems& out) {
  const bool generated = included.ends_with("_files.hpp");
  const bool test = path.ends_with("_test.cpp") && included.starts_with("tests/");
  if (generated || test) return;
  const auto resolved = resolve(tree, included);
  if (!resolved) {
    out.push_back({path, line, "includes \"" + included + "\", which is in no target"});
    return;
  }
  const Target* used = owner(tree, *resolved);
  const bool allowed =
      used == &target || std::ranges::find(target.depends, used->name) != target.depends.end();
  if (!allowed)
    out.push_back({path, line,
                   "includes \"" + included + "\", but " + target.name + " does not name " +
                       used->name + " in its DEPENDS"});
}

// ---- words

struct BannedWord {
  std::string_view word, reason;
};
// In packages and services, which are pure.
constexpr std::array<BannedWord, 16> kBanned = {{
    {"system_clock", "time comes in with the Context"},
    {"steady_clock", "time comes in with the Context"},
    {"std::time(", "time comes in with the Context"},
    {"random_device", "randomness comes in with the Context"},
    {"std::rand", "randomness comes in with the Context"},
    {"getenv", "configuration comes in with the Environment"},
    {"<fstream>", "files are the platform's"},
    {"<filesystem>", "files are the platform's"},
    {"<iostream>", "output is the platform's"},
    {"<thread>", "the core never waits"},
    {"<mutex>", "the core has no shared state"},
    {"std::function", "a template parameter or a virtual function does it without allocation"},
    {"throw ", "errors are values"},
    {"thread_local", "the core has no state of its own"},
    {"memcmp", "== compares, and equal_constant_time compares secrets"},
    {"<regex>", "std::regex is slow and recurses without bound"},
}};

void check_words(const std::string& path, int line, const std::string& text, Problems& out) {
  for (const BannedWord& banned : kBanned)
    if (text.find(banned.word) != std::string::npos)
      out.push_back(
          {path, line, "names " + std::string(banned.word) + ": " + std::string(banned.reason)});
}

// What somebody outside must not find out byte by byte from the time that a comparison takes.
constexpr std::array<std::string_view, 6> kSecrets = {"hmac_sha256(", "mac(",        "sign(",
                                                      "bearer()",     "preview_key", "token_hash"};

void check_comparisons(const std::string& path, int line, const std::string& text, Problems& out) {
  if (text.find("==") == std::string::npos && text.find("!=") == std::string::npos) return;
  for (const std::string_view secret : kSecrets)
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + 1)) {
      const char before = at == 0 ? ' ' : text[at - 1];
      if (std::isalnum(static_cast<unsigned char>(before)) != 0 || before == '_') continue;
      out.push_back({path, line,
                     "compares " + std::string(secret) +
                         " with == or !=: secrets are compared with equal_constant_time"});
      return;
    }
}

void check_lines(const Tree& tree, const Target& target, const std::string& path,
                 const std::string& content, Problems& out) {
  const bool pure = target.kind == "package" || target.kind == "service";
  const bool test = path.ends_with("_test.cpp");
  std::istringstream stream(content);
  int line = 0;
  for (std::string text; std::getline(stream, text);) {
    ++line;
    constexpr std::string_view kInclude = "#include \"";
    if (text.starts_with(kInclude)) {
      const std::string included =
          text.substr(kInclude.size(), text.find('"', kInclude.size()) - kInclude.size());
      check_include(tree, target, path, line, included, out);
    }
    const std::string code = text.substr(0, text.find("//"));
    if (pure && !test) check_words(path, line, code, out);
    if (!test && target.folder != "tools/structure") check_comparisons(path, line, code, out);
  }
  if (line > kMaxFileLines)
    out.push_back(
        {path, 0,
         "has " + std::to_string(line) + " lines; at most " + std::to_string(kMaxFileLines)});
  if (path.ends_with(".hpp") && content.find("#pragma once") == std::string::npos)
    out.push_back({path, 0, "has no #pragma once"});
}

void check_functions(const std::string& path, const std::string& content, Problems& out) {
  for (const Function& function : functions_of(content))
    if (function.lines > kMaxFunctionLines)
      out.push_back({path, function.line,
                     "the function has " + std::to_string(function.lines) + " lines; at most " +
                         std::to_string(kMaxFunctionLines)});
}

// ---- folders

void check_folder(const Tree& tree, const Target& target, Problems& out) {
  const std::set<std::string> listed(target.files.begin(), target.files.end());
  for (const std::string& file : listed)
    if (!tree.files.contains(target.folder + "/" + file))
      out.push_back({target.folder + "/" + file, 0, "is listed in CMake and does not exist"});
  for (const auto& [path, content] : tree.files) {
    if (owner(tree, path) != &target || !is_code(path)) continue;
    if (!listed.contains(path.substr(target.folder.size() + 1)))
      out.push_back({path, 0, "is not listed in CMake"});
  }
  const auto readme = tree.files.find(target.folder + "/README.md");
  if (readme == tree.files.end() || readme->second.size() < 80)
    out.push_back({target.folder, 0, "has no README.md that says what it is for"});
}

}  // namespace

std::vector<Target> read_targets(const std::string& text) {
  std::vector<Target> out;
  for (const std::string& line : parts(text, '\n')) {
    std::vector<std::string> columns(1);
    for (char c : line) c == '|' ? columns.emplace_back() : columns.back().append(1, c);
    if (columns.size() != 5) continue;
    out.push_back(
        {columns[0], columns[1], columns[2], parts(columns[3], ','), parts(columns[4], ',')});
  }
  return out;
}

std::vector<Problem> check(const Tree& tree) {
  Problems out;
  check_kinds(tree, out);
  for (const Target& target : tree.targets) check_folder(tree, target, out);
  for (const auto& [path, content] : tree.files) {
    const Target* target = owner(tree, path);
    if (target == nullptr || !is_code(path)) continue;
    check_lines(tree, *target, path, content, out);
    check_functions(path, content, out);
  }
  return out;
}

}  // namespace vg::structure
