// The same calls on a hundred times as many trips: what they cost may not follow.
#include "tests/plans/golden.hpp"

#include <gtest/gtest.h>

namespace vg::plans {
namespace {

TEST(Growth, IsNoneForWhatFindsItsRowsByKey) {
  const auto few = play(Populated(1'000).file());
  const auto many = play(Populated(100'000, Afterwards::leave).file());
  if (is_sqlite_of_the_texts()) expect_golden("work_100000.txt", work_text(many));
  ASSERT_EQ(few.size(), many.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    if (few[i].growth != Growth::none) continue;
    ASSERT_EQ(few[i].batches.size(), many[i].batches.size()) << few[i].name;
    for (std::size_t batch = 0; batch < few[i].batches.size(); ++batch)
      for (std::size_t k = 0; k < few[i].batches[batch].size(); ++k) {
        const Ran& a = few[i].batches[batch][k];
        const Ran& b = many[i].batches[batch][k];
        EXPECT_LE(static_cast<double>(b.work.steps), kMaxGrowth * static_cast<double>(a.work.steps))
            << few[i].name << ", " << a.name;
      }
  }
}

}  // namespace
}  // namespace vg::plans
