// The process that is killed: opens a database and writes to it from several threads, and says each
// write on standard output after its answer has come.
//
//   fault_victim <file> <safe|fast> <round> <writers> [<call> <number>]
//
// Without writers it opens the file and closes it. With a call it kills itself just before the call
// of that kind and number. Lines: `a <writer> <number> <version> <trip>` for an answer, `e <words>`
// for an error; `o` when the file is open.
#include "base/text.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/rounds.hpp"

#include <atomic>
#include <cstring>
#include <iostream>
#include <optional>
#include <thread>
#include <unistd.h>

namespace vg::faults {
namespace {

constexpr std::size_t kMostWrites = 1'000;

struct Settings {
  sqlite::DatabaseOptions options;
  std::uint64_t round = 0;
  std::size_t writers = 0;
  std::optional<Fault> fault;
};

// One write: lines of several threads do not mix.
void say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::_Exit(1);
}

std::int64_t version_of(const Answer& answer) {
  const std::int64_t applied_as = answer.number_at("applied_as");
  return applied_as == 0 ? answer.number_at("version") : applied_as;
}

void write_without_end(sqlite::Database& database, Caller& caller, std::uint64_t round,
                       std::size_t writer) {
  std::string trip_id;
  for (std::size_t number = 0; number < kMostWrites; ++number) {
    const Answer answer =
        caller.call(database, request_of(write_of(round, writer, number), trip_id));
    if (!answer.ok) {
      say("e write " + std::to_string(writer) + "/" + std::to_string(number) + ": " +
          one_line(answer.error.message, 300));
      return;
    }
    if (number == 0) trip_id = answer.text_at("trip_id");
    say("a " + std::to_string(writer) + " " + std::to_string(number) + " " +
        std::to_string(version_of(answer)) + " " + trip_id);
  }
}

int run(const Settings& settings) {
  std::optional<FaultVfs> vfs;
  if (settings.fault) vfs.emplace(Syncs::skipped).arm(*settings.fault);
  const auto database = sqlite::Database::open(settings.options);
  if (!database) {
    say("e open: " + one_line(database.error().message, 300));
    return 1;
  }
  say("o");
  Caller caller(static_cast<std::uint32_t>(settings.round) * 2 + 1);
  std::vector<std::thread> threads;
  threads.reserve(settings.writers);
  for (std::size_t writer = 0; writer < settings.writers; ++writer)
    threads.emplace_back(
        [&, writer] { write_without_end(**database, caller, settings.round, writer); });
  for (std::thread& thread : threads) thread.join();
  return 0;
}

std::optional<Fault> read_fault(std::string_view call, std::string_view number) {
  for (std::size_t i = 0; i < kCalls; ++i)
    if (name_of(static_cast<Call>(i)) == call)
      return Fault{.call = static_cast<Call>(i),
                   .effect = Effect::kill,
                   .at = parse_integer(number).value_or(1)};
  return std::nullopt;
}

}  // namespace
}  // namespace vg::faults

int main(int argc, char** argv) {
  using namespace vg::faults;
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() < 5) {
    std::cerr << "fault_victim <file> <safe|fast> <round> <writers> [<call> <number>]\n";
    return 2;
  }
  using vg::sqlite::Durability;
  Settings settings{
      .options = {.path = words[1],
                  .durability = words[2] == "fast" ? Durability::fast : Durability::safe},
      .round = static_cast<std::uint64_t>(vg::parse_integer(words[3]).value_or(0)),
      .writers = static_cast<std::size_t>(vg::parse_integer(words[4]).value_or(0)),
      .fault = std::nullopt};
  if (words.size() == 7) settings.fault = read_fault(words[5], words[6]);
  return run(settings);
}
