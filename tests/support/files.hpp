// Test data from the source tree, on both hosts.
#pragma once

#include <string>
#include <string_view>

namespace vg::test {

// The bytes of a file of the repository; aborts the test run when it is missing.
std::string read_file(std::string_view root, std::string_view path);

}  // namespace vg::test

// Under WebAssembly the repository is mapped to the root of the file system.
#define VG_FILE(path) ::vg::test::read_file(VG_SOURCE_DIR, path)
