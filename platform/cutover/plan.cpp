#include "platform/cutover/plan.hpp"

#include "base/digest.hpp"
#include "cutover_files.hpp"
#include "platform/folder/files.hpp"

#include <algorithm>
#include <array>
#include <toml++/toml.h>

namespace vg::cutover {
namespace {

namespace fs = std::filesystem;

// Reads members of one table and remembers the first mistake.
class Reader {
 public:
  Reader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  std::string text(std::string_view key, bool required = true) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      if (required) wrong(key, "is missing; a text is expected");
      return {};
    }
    const auto value = node->value<std::string>();
    if (!value || (required && value->empty())) wrong(key, "has to be a text");
    return value.value_or("");
  }

  std::vector<std::string> texts(std::string_view key, bool required) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      if (required) wrong(key, "is missing; a list of words is expected");
      return {};
    }
    return words_of(*node, key);
  }

  std::vector<Words> commands(std::string_view key) {
    known_.emplace_back(key);
    std::vector<Words> out;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return out;
    if (!node->is_array()) wrong(key, "has to be a list of commands, each a list of words");
    if (const toml::array* list = node->as_array())
      for (const toml::node& one : *list) out.push_back(words_of(one, key));
    return out;
  }

  const toml::table* table(std::string_view key) {
    known_.emplace_back(key);
    const toml::table* out = table_[key].as_table();
    if (out == nullptr) wrong(key, "is missing; a table is expected");
    return out;
  }

  const toml::array* tables(std::string_view key) {
    known_.emplace_back(key);
    return table_[key].as_array();
  }

  Status finish() {
    for (const auto& [key, value] : table_)
      if (std::ranges::find(known_, key.str()) == known_.end())
        wrong(key.str(), "is not known here");
    if (fault_.empty()) return Done();
    return Error{ErrorCode::invalid, fault_, {}};
  }

 private:
  Words words_of(const toml::node& node, std::string_view key) {
    Words out;
    const toml::array* list = node.as_array();
    if (list == nullptr || list->empty()) wrong(key, "has to be a list of words");
    if (list == nullptr) return out;
    for (const toml::node& word : *list) {
      const auto value = word.value<std::string>();
      if (!value) wrong(key, "has to be a list of words");
      out.push_back(value.value_or(""));
    }
    return out;
  }
  void wrong(std::string_view key, std::string_view what) {
    if (fault_.empty()) fault_ = where_ + "." + std::string(key) + " " + std::string(what);
  }

  const toml::table& table_;
  std::string where_, fault_;
  std::vector<std::string> known_;
};

Status holds(const Words& words, std::string_view part, const std::string& where) {
  for (const std::string& word : words)
    if (word.find(part) != std::string::npos) return Done();
  return Error{ErrorCode::invalid, where + " has to hold " + std::string(part), {}};
}

Status read_old(const toml::table& table, const std::string& where, OldSide& out) {
  Reader reader(table, where);
  out.url = reader.text("url");
  out.source = reader.text("source", false);
  if (out.source.empty()) out.source = "legacy";
  out.folder = reader.text("folder", false);
  out.query = reader.texts("query", true);
  out.execute = reader.texts("execute", true);
  out.dump = reader.texts("dump", true);
  out.needs = reader.texts("needs", false);
  VG_CHECK(reader.finish());
  VG_CHECK(holds(out.query, "{sql}", where + ".query"));
  VG_CHECK(holds(out.execute, "{file}", where + ".execute"));
  return holds(out.dump, "{file}", where + ".dump");
}

Status read_switch(const toml::table& table, const std::string& where, Switching& out) {
  Reader reader(table, where);
  out.apply = reader.commands("apply");
  out.undo = reader.commands("undo");
  out.needs = reader.texts("needs", false);
  const toml::array* changes = reader.tables("changes");
  VG_CHECK(reader.finish());
  if (changes == nullptr || changes->empty())
    return Error{ErrorCode::invalid, where + ".changes has to say what the switch changes", {}};
  for (const toml::node& node : *changes) {
    const toml::table* one = node.as_table();
    if (one == nullptr)
      return Error{ErrorCode::invalid, where + ".changes has to be a list of tables", {}};
    Reader change(*one, where + ".changes");
    out.changes.push_back(
        {change.text("what"), change.text("name"), change.text("from"), change.text("to")});
    VG_CHECK(change.finish());
  }
  return Done();
}

Status read_environment(const toml::table& table, const fs::path& folder, Environment& out) {
  const std::string where = out.name;
  Reader reader(table, where);
  const toml::table* old_side = reader.table("old");
  const toml::table* new_side = reader.table("new");
  const toml::table* switching = reader.table("switch");
  out.requests = (folder / reader.text("requests")).string();
  VG_CHECK(reader.finish());
  VG_CHECK(read_old(*old_side, where + ".old", out.old_side));
  if (out.old_side.folder.empty()) out.old_side.folder = ".";
  out.old_side.folder = (folder / out.old_side.folder).string();
  Reader arriving(*new_side, where + ".new");
  out.new_side.url = arriving.text("url");
  out.new_side.token_env = arriving.text("token_env");
  VG_CHECK(arriving.finish());
  return read_switch(*switching, where + ".switch", out.switching);
}

}  // namespace

Result<Plan> read_plan(const fs::path& file) {
  const auto text = folder::read_file(file);
  if (!text)
    return Error{ErrorCode::invalid,
                 file.string() +
                     " cannot be read; `voygent cutover plan --example` writes one to begin with",
                 {}};
  Plan out{.file = fs::absolute(file), .environments = {}, .digest = to_hex(sha256(*text))};
  toml::table root;
  try {
    root = toml::parse(*text);
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::invalid,
                 file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description()),
                 {}};
  }
  for (const auto& [key, value] : root) {
    const toml::table* table = value.as_table();
    if (table == nullptr || (key.str() != "staging" && key.str() != "production"))
      return Error{ErrorCode::invalid,
                   file.string() + ": " + std::string(key.str()) +
                       " is not known; the tables are staging and production",
                   {}};
    Environment environment{.name = std::string(key.str()),
                            .old_side = {},
                            .new_side = {},
                            .requests = {},
                            .switching = {}};
    if (auto read = read_environment(*table, out.file.parent_path(), environment); !read)
      return Error{ErrorCode::invalid, file.string() + ": " + read.error().message, {}};
    out.environments.push_back(std::move(environment));
  }
  if (out.environments.empty())
    return Error{ErrorCode::invalid, file.string() + " has neither staging nor production", {}};
  return out;
}

Result<Environment> environment_of(const Plan& plan, std::string_view name) {
  for (const Environment& one : plan.environments)
    if (one.name == name) return one;
  return Error{
      ErrorCode::invalid, plan.file.string() + " has no environment " + std::string(name), {}};
}

std::string_view example() {
  return files::kFile_example_toml;
}

}  // namespace vg::cutover
