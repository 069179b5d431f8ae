// The checker accepts what a store may do and refuses what it may not: a checker that cannot fail
// proves nothing.
#include "tests/model/history_checker.hpp"

#include <gtest/gtest.h>
#include <random>

namespace vg::model {
namespace {

using Kind = Call::Kind;
using Answer = Call::Answer;

// Calls of one trip, to be completed with designated changes.
Call call(Kind kind, std::int64_t invoked, std::int64_t answered) {
  Call out;
  out.kind = kind;
  out.trip = "t";
  out.invoked = invoked;
  out.answered = answered;
  return out;
}

Call created(std::int64_t invoked = 0, std::int64_t answered = 1) {
  Call out = call(Kind::create, invoked, answered);
  out.request = "create";
  out.value = "first";
  out.answer = Answer::applied;
  out.version = 1;
  return out;
}

Call edited(std::int64_t invoked, std::int64_t answered, const char* value, std::int64_t version) {
  Call out = call(Kind::edit, invoked, answered);
  out.request = out.value = value;
  out.answer = Answer::applied;
  out.version = version;
  return out;
}

// Without an answer.
Call sent(std::int64_t invoked, const char* value) {
  Call out = edited(invoked, kNever, value, 0);
  out.answer = Answer::unknown;
  return out;
}

Call repeated(std::int64_t invoked, std::int64_t answered, const char* value, std::int64_t version,
              std::int64_t applied_as) {
  Call out = edited(invoked, answered, value, version);
  out.answer = Answer::duplicate;
  out.applied_as = applied_as;
  return out;
}

Call expecting(Call edit, std::int64_t expected) {
  edit.expected = expected;
  return edit;
}

Call refused(Call write, Answer answer, std::int64_t version) {
  write.answer = answer;
  write.version = version;
  return write;
}

Call restored(std::int64_t invoked, std::int64_t answered, std::int64_t wanted,
              std::int64_t version) {
  Call out = call(Kind::restore, invoked, answered);
  out.request = "restore " + std::to_string(wanted);
  out.wanted = wanted;
  out.answer = Answer::applied;
  out.version = version;
  return out;
}

Call read(std::int64_t invoked, std::int64_t answered, const char* found, std::int64_t version,
          std::int64_t wanted = 0) {
  Call out = call(Kind::read, invoked, answered);
  out.wanted = wanted;
  out.answer = Answer::found;
  out.found = found;
  out.version = version;
  return out;
}

struct Case {
  const char* name;
  std::vector<Call> calls;
};

TEST(HistoryChecker, AcceptsWhatAStoreMayDo) {
  Call race = refused(restored(2, 9, 1, 0), Answer::conflict, 3);
  Call nobody = call(Kind::read, 0, 1);
  nobody.answer = Answer::not_found;
  Call elsewhere = created();
  elsewhere.trip = "u";
  const std::vector<Case> cases = {
      {"one call after the other",
       {created(), edited(2, 3, "a", 2), read(4, 5, "a", 2), read(6, 7, "first", 1, 1)}},
      {"edits at once in either order",
       {created(), edited(2, 9, "a", 3), edited(3, 8, "b", 2), read(10, 11, "a", 3)}},
      {"a read during an edit sees the old trip",
       {created(), edited(2, 9, "a", 2), read(3, 4, "first", 1)}},
      {"a read during an edit sees the new trip",
       {created(), edited(2, 9, "a", 2), read(3, 4, "a", 2), read(5, 6, "a", 2)}},
      {"an unanswered edit took effect", {created(), sent(2, "a"), read(4, 5, "a", 2)}},
      {"an unanswered edit took no effect", {created(), sent(2, "a"), read(4, 5, "first", 1)}},
      {"an unanswered edit took effect late",
       {created(), sent(2, "a"), edited(4, 5, "b", 2), read(6, 7, "b", 2), read(8, 9, "a", 3)}},
      {"an unanswered edit was sent again and had taken effect",
       {created(), sent(2, "a"), repeated(4, 5, "a", 2, 2)}},
      {"an unanswered edit was sent again and had not",
       {created(), sent(2, "a"), edited(4, 5, "a", 2), repeated(6, 7, "a", 2, 2)}},
      {"a creation by two", {created(0, 5), refused(created(1, 4), Answer::duplicate, 1)}},
      {"an edit of what is not there yet",
       {created(4, 5), refused(edited(0, 1, "a", 0), Answer::not_found, 0)}},
      {"a stale edit",
       {created(), edited(2, 3, "a", 2),
        refused(expecting(edited(4, 5, "b", 0), 1), Answer::conflict, 2)}},
      {"a restored version",
       {created(), edited(2, 3, "a", 2), restored(4, 5, 1, 3), read(6, 7, "first", 3)}},
      {"a restore of a version that comes later",
       {created(), refused(restored(2, 3, 5, 0), Answer::not_found, 0)}},
      {"a restore of the present version",
       {created(), refused(restored(2, 3, 1, 0), Answer::invalid, 0)}},
      {"a restore that lost a race", {created(), edited(2, 3, "a", 2), edited(4, 5, "b", 3), race}},
      {"a trip that is not there", {nobody}},
      {"another trip", {created(), elsewhere, edited(2, 3, "a", 2)}}};
  for (const Case& each : cases) {
    const Judgement judgement = judge(each.calls);
    EXPECT_TRUE(judgement.linearizable) << each.name << ": " << judgement.why;
  }
}

TEST(HistoryChecker, RefusesWhatAStoreMayNotDo) {
  Call mixed = read(4, 5, "a", 2);
  mixed.trip = "u";
  Call elsewhere = created();
  elsewhere.trip = "u";
  const std::vector<Case> cases = {
      {"a lost update", {created(), edited(2, 9, "a", 2), edited(3, 8, "b", 2)}},
      {"an update that later reads do not see",
       {created(), edited(2, 3, "a", 2), edited(4, 5, "b", 3), read(6, 7, "a", 3)}},
      {"a stale read", {created(), edited(2, 3, "a", 2), read(4, 5, "first", 1)}},
      {"a read that goes back",
       {created(), edited(2, 9, "a", 2), read(3, 4, "a", 2), read(5, 6, "first", 1)}},
      {"an edit that is applied twice", {created(), edited(2, 3, "a", 2), edited(4, 5, "a", 3)}},
      {"an unanswered edit that is applied twice",
       {created(), sent(2, "a"), read(3, 4, "a", 2), edited(5, 6, "a", 3)}},
      {"an unanswered edit that comes and goes",
       {created(), sent(2, "a"), read(3, 4, "a", 2), read(5, 6, "first", 1)}},
      {"an order against the clock", {created(), edited(2, 3, "a", 3), edited(4, 5, "b", 2)}},
      {"an effect before the call", {created(), read(2, 3, "a", 2), edited(4, 5, "a", 2)}},
      {"a value that nobody wrote", {created(), read(2, 3, "b", 1)}},
      {"a version that changes", {created(), edited(2, 3, "a", 2), read(4, 5, "first", 2, 2)}},
      {"a version that does not come next", {created(), edited(2, 3, "a", 3)}},
      {"a conflict without a reason",
       {created(), refused(edited(2, 3, "a", 0), Answer::conflict, 1)}},
      {"a conflict with a wrong version",
       {created(), edited(2, 3, "a", 2),
        refused(expecting(edited(4, 5, "b", 0), 1), Answer::conflict, 3)}},
      {"a stale edit that is applied",
       {created(), edited(2, 3, "a", 2), expecting(edited(4, 5, "b", 3), 1)}},
      {"a repetition of what never was", {created(), repeated(2, 3, "a", 1, 1)}},
      {"a repetition with a wrong version",
       {created(), edited(2, 3, "a", 2), edited(4, 5, "b", 3), repeated(6, 7, "a", 3, 3)}},
      {"a trip that is created twice", {created(0, 5), created(1, 4)}},
      {"a restore of another version",
       {created(), edited(2, 3, "a", 2), restored(4, 5, 1, 3), read(6, 7, "a", 3)}},
      {"a restore that lost no race",
       {created(), edited(2, 3, "a", 2), refused(restored(4, 5, 1, 0), Answer::conflict, 1)}},
      {"a trip that nobody created", {read(0, 1, "a", 1)}},
      {"a value of another trip", {created(), elsewhere, edited(2, 3, "a", 2), mixed}}};
  for (const Case& each : cases) EXPECT_FALSE(judge(each.calls).linearizable) << each.name;
}

// Histories of a correct trip, with calls that overlap at random: each takes effect at some moment
// between its invocation and its answer.
std::vector<Call> correct_history(std::mt19937& random) {
  std::vector<Call> out = {created()};
  std::vector<std::string> versions = {"first"};
  for (std::int64_t moment = 10; moment < 300; moment += 10) {
    const auto from = moment - static_cast<std::int64_t>(random() % 40);
    const auto to = moment + static_cast<std::int64_t>(random() % 40);
    const std::string value = "v" + std::to_string(moment);
    const auto kind = random() % 4;
    if (kind == 0) {
      out.push_back(
          read(std::max<std::int64_t>(from, 2), to, versions.back().c_str(), std::ssize(versions)));
      continue;
    }
    if (kind == 1 && random() % 2 == 0) {  // never took effect
      out.push_back(sent(std::max<std::int64_t>(from, 2), value.c_str()));
      continue;
    }
    versions.push_back(value);
    out.push_back(edited(std::max<std::int64_t>(from, 2), to, value.c_str(), std::ssize(versions)));
    if (kind == 1) {
      out.back().answer = Answer::unknown;
      out.back().answered = kNever;
    }
  }
  return out;
}

TEST(HistoryChecker, AcceptsEveryCorrectHistoryAndRefusesItWithOneWrongRead) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random(seed);
    std::vector<Call> calls = correct_history(random);
    const Judgement judgement = judge(calls);
    ASSERT_TRUE(judgement.linearizable) << "seed " << seed << ", " << judgement.why;
    for (Call& each : calls) {
      if (each.answer != Answer::found) continue;
      const std::string right = std::exchange(each.found, "what nobody wrote");
      ASSERT_FALSE(judge(calls).linearizable) << "seed " << seed;
      each.found = right;
    }
  }
}

}  // namespace
}  // namespace vg::model
