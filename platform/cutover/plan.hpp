// What a cutover is about: the two sides of each environment, and the commands that reach the old
// one. Read from `cutover.toml`; nothing in it is a secret.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vg::cutover {

// A program and its arguments; `{file}` and `{sql}` stand for what a step puts there. No shell.
using Words = std::vector<std::string>;

struct OldSide {
  std::string url;                 // of its MCP endpoint; reads are replayed there
  std::string source;              // its name in every identity of an import
  std::string folder;              // where commands run
  Words query;                     // answers {sql} as `wrangler d1 execute --json --command` does
  Words execute;                   // runs the statements of {file}
  Words dump;                      // writes the database as SQL to {file}
  std::vector<std::string> needs;  // variables of the environment, without which nothing is run
};

struct NewSide {
  std::string url;        // of its MCP endpoint
  std::string token_env;  // the variable that holds the token
};

// One thing that the switch changes, for the person who reviews it.
struct Change {
  std::string what, name, from, to;
};

struct Switching {
  std::vector<Change> changes;
  std::vector<Words> apply, undo;  // each may be run again without harm
  std::vector<std::string> needs;
};

struct Environment {
  std::string name;  // staging or production
  OldSide old_side;
  NewSide new_side;
  std::string requests;  // recorded reads, one JSON object per line; a path
  Switching switching;
};

struct Plan {
  std::filesystem::path file;
  std::vector<Environment> environments;
  std::string digest;  // SHA-256 of the file
};

// Errors: `invalid` with what is wrong and where.
Result<Plan> read_plan(const std::filesystem::path& file);
// Errors: `invalid` for a name that the plan does not have.
Result<Environment> environment_of(const Plan& plan, std::string_view name);

// A plan to begin with.
std::string_view example();

}  // namespace vg::cutover
