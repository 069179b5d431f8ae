#include "tests/faults/rounds.hpp"

namespace vg::faults {
namespace {

constexpr std::uint64_t kWordsPerRound = 100'000;
constexpr std::uint64_t kWordsPerWriter = 10'000;
constexpr std::size_t kEvery = 5;  // of them one adds options, and one is long
constexpr std::size_t kLongText = 9'000;

}  // namespace

Write write_of(std::uint64_t round, std::size_t writer, std::size_t number) {
  const std::size_t trip = writer % kTrips;
  const std::uint64_t first = round * kWordsPerRound;
  if (number == 0)
    return {.kind = WriteKind::create, .trip = trip, .word = word_for(first + trip), .bytes = 100};
  return {.kind = number % kEvery == 3 ? WriteKind::options : WriteKind::edit,
          .trip = trip,
          .word = word_for(first + (writer + 1) * kWordsPerWriter + number),
          .bytes = number % kEvery == 1 ? kLongText : 50};
}

}  // namespace vg::faults
