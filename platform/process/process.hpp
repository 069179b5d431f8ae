// Runs another program and collects what it says. No shell is involved.
#pragma once

#include "base/result.hpp"

#include <string>
#include <utility>
#include <vector>

namespace vg::process {

struct Command {
  std::vector<std::string> arguments = {};                            // the program first
  std::string input = {};                                             // for its standard input
  std::string folder = {};                                            // to run in; empty: this one
  std::vector<std::pair<std::string, std::string>> environment = {};  // added to the present one
  int timeout_s = 60;
};

struct Finished {
  int status = 0;  // exit status; 128 + signal when it was killed
  std::string output, errors;
};

// Errors: `unavailable` when the program cannot be started or does not end in time.
Result<Finished> run(const Command& command);

}  // namespace vg::process
