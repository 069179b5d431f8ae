#include "tests/support/files.hpp"

#include <cstdio>
#include <cstdlib>

namespace vg::test {

std::string read_file(std::string_view root, std::string_view path) {
  const std::string name = std::string(root) + "/" + std::string(path);
  std::FILE* file = std::fopen(name.c_str(), "rb");
  if (file == nullptr) {
    std::fprintf(stderr, "test data is missing: %s\n", name.c_str());
    std::abort();
  }
  std::string out;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;)
    out.append(buffer, n);
  std::fclose(file);
  return out;
}

}  // namespace vg::test
