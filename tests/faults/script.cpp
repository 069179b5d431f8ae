#include "tests/faults/script.hpp"

#include "platform/sqlite/connection.hpp"
#include "tests/faults/upkeep.hpp"

#include <random>

namespace vg::faults {
namespace {

// A text of this size takes more than one page of the database.
constexpr std::size_t kLongText = 9'000;

}  // namespace

Script make_script(std::uint32_t seed) {
  std::mt19937 random(seed);
  Script script;
  const auto add = [&](WriteKind kind, std::size_t trip, std::int64_t version = 0) {
    const std::size_t number = script.writes.size();
    const std::size_t bytes = random() % 3 == 0 ? kLongText + random() % kLongText : random() % 500;
    script.writes.push_back({.kind = kind,
                             .trip = trip,
                             .word = word_for(seed * 1'000 + number),
                             .bytes = bytes,
                             .version = version});
    return number;
  };
  using enum Step::Kind;
  const auto step = [&](Step::Kind kind, std::vector<std::size_t> writes = {}) {
    script.steps.push_back({kind, std::move(writes)});
  };
  step(send, {add(WriteKind::create, 0)});
  const std::size_t edit = add(WriteKind::edit, 0);
  step(send, {edit});
  step(send, {add(WriteKind::options, 0)});
  step(send_again, {edit});
  step(send, {add(WriteKind::create, 1)});
  step(checkpoint);
  const std::size_t first = add(WriteKind::edit, 1);
  const std::size_t second = add(WriteKind::options, 1);
  const std::size_t third = add(WriteKind::edit, 0);
  step(send_together, {first, second, third});
  step(compact);
  step(send, {add(WriteKind::restore, 0, 1)});
  step(reopen);
  step(send, {add(WriteKind::edit, 1)});
  step(checkpoint);
  step(send, {add(WriteKind::edit, 0)});
  return script;
}

Play::Play(const Script& script, Caller& caller, Setting setting)
    : script_(script),
      caller_(caller),
      setting_(std::move(setting)),
      ledger_(script.writes),
      marks_(script.writes.size()) {}

Status Play::run() {
  VG_CHECK(open());
  for (const Step& step : script_.steps) VG_CHECK(take(step));
  return Done{};
}

Status Play::open() {
  database_.reset();
  auto opened = sqlite::Database::open({.path = setting_.path, .durability = setting_.durability});
  if (opened) {
    database_ = std::move(*opened);
  } else if (opened.error().code != ErrorCode::unavailable) {
    return Error{ErrorCode::internal,
                 "opening is answered with " + std::string(name_of(opened.error().code)) + ": " +
                     describe(opened.error()),
                 {}};
  }
  return Done{};
}

Status Play::take(const Step& step) {
  switch (step.kind) {
    case Step::Kind::send:
    case Step::Kind::send_again: {
      const std::size_t i = step.writes[0];
      if (step.kind == Step::Kind::send_again && ledger_[i].fate == Fate::unsent) return Done{};
      VG_CHECK(send(i));
      if (ledger_[i].write.kind == WriteKind::create && ledger_[i].fate == Fate::unknown)
        return send(i);
      return Done{};
    }
    case Step::Kind::send_together: return send_together(step.writes);
    case Step::Kind::compact: {
      if (!is_open()) return Done{};
      const Status done = compact(*database_, caller_);
      return done || done.error().code == ErrorCode::unavailable ? Status(Done{}) : done;
    }
    case Step::Kind::checkpoint: {
      auto connection = sqlite::Connection::open(setting_.path, setting_.durability);
      if (connection) (void)(*connection)->execute("PRAGMA wal_checkpoint(RESTART)");
      return Done{};
    }
    case Step::Kind::reopen: VG_CHECK(open()); return is_open() ? Status(Done{}) : open();
  }
  return Done{};
}

Status Play::send(std::size_t i) {
  if (!is_open() || !ledger_.can_send(i)) return Done{};
  const bool first = ledger_[i].fate != Fate::acknowledged;
  if (first && setting_.journal != nullptr) marks_[i].sent = setting_.journal->size();
  VG_CHECK(ledger_.note(i, caller_.call(*database_, ledger_.request(i))));
  if (first && setting_.journal != nullptr) marks_[i].answered = setting_.journal->size();
  return Done{};
}

Status Play::send_together(const std::vector<std::size_t>& writes) {
  std::vector<std::size_t> sendable;
  std::vector<Request> requests;
  for (const std::size_t i : writes) {
    if (!is_open() || !ledger_.can_send(i)) continue;
    sendable.push_back(i);
    requests.push_back(ledger_.request(i));
    if (setting_.journal != nullptr) marks_[i].sent = setting_.journal->size();
  }
  if (requests.empty()) return Done{};
  const auto answers = caller_.call_together(*database_, requests);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    VG_CHECK(ledger_.note(sendable[i], answers[i]));
    if (setting_.journal != nullptr) marks_[sendable[i]].answered = setting_.journal->size();
  }
  return Done{};
}

}  // namespace vg::faults
