#include "platform/process/process.hpp"

#include <gtest/gtest.h>

namespace vg::process {
namespace {

TEST(Process, FeedsAndCollects) {
  const std::string large(1'000'000, 'x');
  const auto finished = run({.arguments = {"cat"}, .input = large});
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->output, large);
  const auto failed = run({.arguments = {"sh", "-c", "echo out; echo err >&2; echo $NAME; exit 3"},
                           .environment = {{"NAME", "value"}}});
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, 3);
  EXPECT_EQ(failed->output, "out\nvalue\n");
  EXPECT_EQ(failed->errors, "err\n");
}

TEST(Process, SaysWhatCannotBeRunOrDoesNotEnd) {
  const auto missing = run({.arguments = {"no-such-program-here"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::unavailable);
  const auto slow = run({.arguments = {"sleep", "20"}, .timeout_s = 1});
  ASSERT_FALSE(slow);
  EXPECT_NE(slow.error().message.find("did not end within 1 s"), std::string::npos);
}

}  // namespace
}  // namespace vg::process
