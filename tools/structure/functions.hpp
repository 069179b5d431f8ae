// Finds the functions of a C++ file and how long they are, without a compiler: by braces, and by
// what stands before them.
#pragma once

#include <string>
#include <vector>

namespace vg::structure {

struct Function {
  int line = 0;   // of its opening brace
  int lines = 0;  // from there to the closing one
};

// Functions at namespace or class level. Lambdas and blocks count as part of the function that they
// stand in.
std::vector<Function> functions_of(const std::string& source);

}  // namespace vg::structure
