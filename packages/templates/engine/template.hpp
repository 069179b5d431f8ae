// Templates without logic, compiled once.
//
//   {{name}} {{a.b}} {{.}}        a value, escaped by the place where it stands
//   {{../name}} {{/name}}         of the enclosing item; of the whole model
//   {{#if name}}…{{else}}…{{/if}} present, true, not empty
//   {{#each name}}…{{else}}…{{/each}}   every item of a list; an object counts as a list of one
//   {{> part.html}}               another file of the theme
//   {{< style.css}}               a file of the theme as it is; {{sha256 style.css}}  its hash for
//   a Content-Security-Policy
//   {{! words}}                   nothing
//
// A value is never template text: it is not looked at for braces. Everything that could not be
// escaped safely (a value in a script, a style, a tag or an unquoted attribute) does not compile.
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"
#include "templates/engine/html_state.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::templates {

struct SourceFile {
  std::string_view name;
  std::string_view text;  // lives as long as the template
};

inline constexpr std::size_t kMaxOutput = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxNesting = 16;
inline constexpr std::size_t kMaxSteps = 1'000'000;

class Template final {
 public:
  // Errors: `invalid` with the file, line and column of the first fault.
  static Result<std::unique_ptr<const Template>> compile(std::span<const SourceFile> files,
                                                         std::string_view main);

  // Appends to `out`. When `printed` is given, the text of every printed value is added to it by
  // its address. Errors: `too_large`.
  Status render(json::Value model, std::string& out,
                std::vector<const char*>* printed = nullptr) const;

 private:
  friend class Compiler;
  struct Path {
    bool from_root = false;
    std::size_t up = 0;
    std::vector<std::string> names;
  };
  enum class Kind : std::uint8_t {
    literal,
    print_text,
    print_attribute,
    print_url,
    branch,
    jump,
    loop,
    next
  };
  struct Op {
    Kind kind;
    std::uint32_t path = 0;
    std::uint32_t target = 0;  // where to go on: past the branch, the loop, or back
    std::string_view literal;
  };

  const json::Value* find(const Path& path, const std::vector<const json::Value*>& scopes) const;
  static void print(Kind kind, const json::Value& value, std::string& out,
                    std::vector<const char*>* printed);

  std::vector<Op> ops_;
  std::vector<Path> paths_;
  std::vector<std::unique_ptr<std::string>> owned_;  // literals that were put together
};

}  // namespace vg::templates
