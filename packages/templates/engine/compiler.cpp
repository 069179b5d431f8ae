#include "base/digest.hpp"
#include "base/text.hpp"
#include "templates/engine/template.hpp"

#include <array>

namespace vg::templates {

// One pass over the files: tags become operations, literals move the HTML state along.
class Compiler {
 public:
  Compiler(std::span<const SourceFile> files, Template& out) : files_(files), out_(out) {}

  Status run(std::string_view main) {
    const SourceFile* file = find(main);
    if (file == nullptr)
      return Error{ErrorCode::invalid, "the theme has no file " + std::string(main), {}};
    VG_CHECK(compile(*file, 0));
    if (!blocks_.empty()) return fault_in(*blocks_.back().file, blocks_.back().at, "is not closed");
    return Done{};
  }

 private:
  using Kind = Template::Kind;

  struct Block {
    bool loop = false;
    std::uint32_t op = 0;    // the branch or loop
    std::uint32_t jump = 0;  // the jump over the else part
    bool has_else = false;
    HtmlState before, after_first;
    const SourceFile* file = nullptr;
    std::size_t at = 0;
  };

  const SourceFile* find(std::string_view name) const {
    for (const SourceFile& file : files_)
      if (file.name == name) return &file;
    return nullptr;
  }

  static Error fault_in(const SourceFile& file, std::size_t at, std::string message) {
    std::size_t line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < at && i < file.text.size(); ++i) {
      if (file.text[i] == '\n') {
        ++line;
        start = i + 1;
      }
    }
    return Error{ErrorCode::invalid,
                 std::string(file.name) + ":" + std::to_string(line) + ":" +
                     std::to_string(at - start + 1) + ": " + std::move(message),
                 {}};
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(out_.ops_.size()); }

  std::uint32_t emit(Kind kind, std::uint32_t path = 0) {
    out_.ops_.push_back({kind, path, 0, {}});
    return size() - 1;
  }

  Status compile(const SourceFile& file, std::size_t depth) {
    if (depth > kMaxNesting) return fault_in(file, 0, "files include each other too deeply");
    std::size_t at = 0;
    while (at < file.text.size()) {
      const std::size_t open = file.text.find("{{", at);
      VG_CHECK(literal(file, at, file.text.substr(at, open - at)));
      if (open == std::string_view::npos) break;
      const std::size_t close = file.text.find("}}", open);
      if (close == std::string_view::npos) return fault_in(file, open, "{{ without }}");
      VG_CHECK(tag(file, open, trim(file.text.substr(open + 2, close - open - 2)), depth));
      at = close + 2;
    }
    return Done{};
  }

  Status literal(const SourceFile& file, std::size_t at, std::string_view text) {
    if (text.empty()) return Done{};
    if (std::string fault = state_.advance(text); !fault.empty())
      return fault_in(file, at, std::move(fault));
    out_.ops_[emit(Kind::literal)].literal = text;
    return Done{};
  }

  Status tag(const SourceFile& file, std::size_t at, std::string_view tag, std::size_t depth) {
    if (tag.starts_with('!')) return Done{};
    if (tag.starts_with('>')) return include(file, at, trim(tag.substr(1)), depth);
    if (tag.starts_with('<')) return verbatim(file, at, trim(tag.substr(1)));
    if (tag.starts_with("sha256 ")) return hash(file, at, trim(tag.substr(7)));
    if (tag.starts_with("#if ")) return open(file, at, trim(tag.substr(4)), false);
    if (tag.starts_with("#each ")) return open(file, at, trim(tag.substr(6)), true);
    if (tag == "else") return otherwise(file, at);
    if (tag == "/if" || tag == "/each") return close(file, at, tag == "/each");
    return print(file, at, tag);
  }

  Status include(const SourceFile& file, std::size_t at, std::string_view name, std::size_t depth) {
    const SourceFile* part = find(name);
    if (part == nullptr) return fault_in(file, at, "the theme has no file " + std::string(name));
    return compile(*part, depth + 1);
  }

  Status verbatim(const SourceFile& file, std::size_t at, std::string_view name) {
    const SourceFile* part = find(name);
    if (part == nullptr) return fault_in(file, at, "the theme has no file " + std::string(name));
    return literal(*part, 0, part->text);
  }

  Status hash(const SourceFile& file, std::size_t at, std::string_view name) {
    const SourceFile* part = find(name);
    if (part == nullptr) return fault_in(file, at, "the theme has no file " + std::string(name));
    out_.owned_.push_back(std::make_unique<std::string>("sha256-" + to_base64(sha256(part->text))));
    return literal(file, at, *out_.owned_.back());
  }

  Result<std::uint32_t> path(const SourceFile& file, std::size_t at, std::string_view text) {
    Template::Path path;
    if (text.starts_with('/')) {
      path.from_root = true;
      text.remove_prefix(1);
    }
    while (text.starts_with("../")) {
      ++path.up;
      text.remove_prefix(3);
    }
    if (text != ".") {
      for (std::string_view name : split(text, '.')) {
        const bool good = !name.empty() &&
                          name.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
                              std::string_view::npos;
        if (!good) return fault_in(file, at, "'" + std::string(text) + "' is no name");
        path.names.emplace_back(name);
      }
    }
    out_.paths_.push_back(std::move(path));
    return static_cast<std::uint32_t>(out_.paths_.size() - 1);
  }

  Status print(const SourceFile& file, std::size_t at, std::string_view text) {
    VG_TRY(const std::uint32_t index, path(file, at, text));
    switch (state_.context()) {
      case Context::text: emit(Kind::print_text, index); return Done{};
      case Context::attribute: emit(Kind::print_attribute, index); return Done{};
      case Context::url: emit(Kind::print_url, index); return Done{};
      case Context::forbidden: break;
    }
    return fault_in(file, at, std::string(state_.why_forbidden()));
  }

  Status open(const SourceFile& file, std::size_t at, std::string_view text, bool loop) {
    if (blocks_.size() >= kMaxNesting) return fault_in(file, at, "blocks are nested too deeply");
    VG_TRY(const std::uint32_t index, path(file, at, text));
    Block block;
    block.loop = loop;
    block.op = emit(loop ? Kind::loop : Kind::branch, index);
    block.before = state_;
    block.file = &file;
    block.at = at;
    blocks_.push_back(block);
    return Done{};
  }

  // The end of the first part: a loop goes back, a branch goes over the else part.
  void end_first_part(Block& block) {
    block.after_first = state_;
    if (block.loop) out_.ops_[emit(Kind::next)].target = block.op;
  }

  Status otherwise(const SourceFile& file, std::size_t at) {
    if (blocks_.empty() || blocks_.back().has_else)
      return fault_in(file, at, "{{else}} without {{#if}} or {{#each}}");
    Block& block = blocks_.back();
    end_first_part(block);
    block.has_else = true;
    block.jump = emit(Kind::jump);
    out_.ops_[block.op].target = size();
    state_ = block.before;
    return Done{};
  }

  Status close(const SourceFile& file, std::size_t at, bool loop) {
    if (blocks_.empty() || blocks_.back().loop != loop)
      return fault_in(file, at, "it closes nothing that is open here");
    Block block = blocks_.back();
    blocks_.pop_back();
    if (!block.has_else) {
      end_first_part(block);
      out_.ops_[block.op].target = size();
      // Without an else the part may be left out, or come twice: it must leave the HTML where it
      // found it.
      if (!state_.same_place(block.before))
        return fault_in(file, at, "the block begins and ends at different places of the HTML");
      return Done{};
    }
    out_.ops_[block.jump].target = size();
    if (!state_.same_place(block.after_first))
      return fault_in(file, at, "the parts of the block end at different places of the HTML");
    if (block.loop && !state_.same_place(block.before))
      return fault_in(file, at, "the block begins and ends at different places of the HTML");
    return Done{};
  }

  std::span<const SourceFile> files_;
  Template& out_;
  HtmlState state_;
  std::vector<Block> blocks_;
};

Result<std::unique_ptr<const Template>> Template::compile(std::span<const SourceFile> files,
                                                          std::string_view main) {
  auto out = std::make_unique<Template>();
  VG_CHECK(Compiler(files, *out).run(main));
  return std::unique_ptr<const Template>(std::move(out));
}

}  // namespace vg::templates
