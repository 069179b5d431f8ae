// The rules of the house that a program can hold: who may include whom, how long a file and a
// function may be, what the pure core may not name, what must be listed and described.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace vg::structure {

// A target as CMake declares it.
struct Target {
  std::string kind;  // package, service, platform, main
  std::string name;
  std::string folder;                // packages/json
  std::vector<std::string> depends;  // names of targets
  std::vector<std::string> files;    // relative to the folder
};

// One line per target: kind|name|folder|a,b|x.cpp,x.hpp
std::vector<Target> read_targets(const std::string& text);

struct Tree {
  std::vector<Target> targets;
  std::map<std::string, std::string> files;  // content by path, of the folders of the targets
};

struct Problem {
  std::string path;
  int line = 0;  // 0: of the file as a whole
  std::string message;

  bool operator==(const Problem&) const = default;
};

inline constexpr int kMaxFileLines = 600;
inline constexpr int kMaxFunctionLines = 70;

std::vector<Problem> check(const Tree& tree);

}  // namespace vg::structure
