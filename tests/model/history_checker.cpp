#include "tests/model/history_checker.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <unordered_set>

namespace vg::model {
namespace {

using Kind = Call::Kind;
using Answer = Call::Answer;

constexpr std::size_t kMaxTried = 1'000'000;  // of one trip; some hundred megabytes

// A trip as one sequence of versions; none before it is created.
struct State {
  struct Version {
    std::string value, request;
  };
  std::vector<Version> versions;

  std::int64_t present() const { return std::ssize(versions); }
  const Version& at(std::int64_t version) const {
    return versions[static_cast<std::size_t>(version - 1)];
  }
  // The version that a request made; 0 when it made none.
  std::int64_t made_by(const std::string& request) const {
    for (std::int64_t version = 1; version <= present(); ++version)
      if (at(version).request == request) return version;
    return 0;
  }
};

// What the call does to the trip as it is: its answer, and the value of the version that it makes.
struct Effect {
  Answer answer = Answer::invalid;
  std::int64_t version = 0, applied_as = 0;
  std::string value = {};
};

Effect effect_of_write(const State& state, const Call& call) {
  const std::int64_t present = state.present();
  if (call.kind == Kind::create) {
    if (present == 0) return {.answer = Answer::applied, .version = 1, .value = call.value};
    return {.answer = Answer::duplicate, .version = 1};
  }
  if (present == 0) return {.answer = Answer::not_found};
  if (const std::int64_t made = state.made_by(call.request))
    return {.answer = Answer::duplicate, .version = present, .applied_as = made};
  if (call.expected != 0 && call.expected != present)
    return {.answer = Answer::conflict, .version = present};
  if (call.kind == Kind::edit)
    return {.answer = Answer::applied, .version = present + 1, .value = call.value};
  if (call.wanted > present) return {.answer = Answer::not_found};
  if (call.wanted == present) return {.answer = Answer::invalid};
  return {.answer = Answer::applied, .version = present + 1, .value = state.at(call.wanted).value};
}

Effect effect_of(const State& state, const Call& call) {
  if (call.kind != Kind::read) return effect_of_write(state, call);
  const std::int64_t wanted = call.wanted == 0 ? state.present() : call.wanted;
  if (wanted == 0 || wanted > state.present()) return {.answer = Answer::not_found};
  return {.answer = Answer::found, .version = wanted, .value = state.at(wanted).value};
}

// A restore reads first and writes then: when somebody else writes in between it is refused with
// the version that is there by then.
bool lost_a_race(const State& state, const Call& call) {
  return call.kind == Kind::restore && call.answer == Answer::conflict &&
         call.version == state.present();
}

bool fits(const State& state, const Call& call, const Effect& effect) {
  if (lost_a_race(state, call)) return true;
  if (call.answer != effect.answer) return false;
  if (call.version != 0 && call.version != effect.version) return false;
  if (call.applied_as != 0 && call.applied_as != effect.applied_as) return false;
  return call.answer != Answer::found || call.found == effect.value;
}

// What the answers of a whole history say about each version. A version never changes, so that an
// order in which it would be another one is given up at once: without this, every request without
// an answer would be tried in every place.
class Pins {
 public:
  explicit Pins(const std::vector<const Call*>& calls) {
    for (const Call* call : calls) {
      if (call->answer == Answer::found) values_[call->version] = call->found;
      if (call->answer == Answer::applied) requests_[call->version] = call->request;
      if (call->answer == Answer::duplicate && call->applied_as != 0)
        requests_[call->applied_as] = call->request;
    }
  }

  bool allow(const Effect& effect, const Call& call) const {
    const auto value = values_.find(effect.version);
    const auto request = requests_.find(effect.version);
    return (value == values_.end() || value->second == effect.value) &&
           (request == requests_.end() || request->second == call.request);
  }

 private:
  std::map<std::int64_t, std::string> values_, requests_;
};

// The calls of one trip.
class Search {
 public:
  explicit Search(std::vector<const Call*> calls)
      : calls_(std::move(calls)), pins_(calls_), placed_(calls_.size(), '0') {}

  bool run() {
    if (is_complete()) return true;
    if (tried_.size() >= kMaxTried || !tried_.insert(place_and_state()).second) return false;
    const std::vector<std::size_t> next = candidates();
    // What changes nothing and fits may come first at no cost: no other order is tried.
    for (const std::size_t i : next) {
      const Effect effect = effect_of(state_, *calls_[i]);
      const bool changes = effect.answer == Answer::applied;
      if (calls_[i]->answer == Answer::unknown || !fits(state_, *calls_[i], effect)) continue;
      if (changes && !lost_a_race(state_, *calls_[i])) continue;
      return with(i, [this] { return run(); });
    }
    return std::ranges::any_of(next, [this](std::size_t i) { return run_writing(i); });
  }

  // The longest order that was found, and what could not follow it.
  std::string why() const {
    std::string out = tried_.size() < kMaxTried ? "after" : "(too many orders to try) after";
    for (const std::size_t i : longest_) out += "\n  " + describe(*calls_[i]);
    out += "\nnone of these can follow:";
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (std::ranges::find(longest_, i) == longest_.end()) out += "\n  " + describe(*calls_[i]);
    return out;
  }

 private:
  // A call without an answer need not have happened.
  bool is_complete() const {
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (placed_[i] == '0' && calls_[i]->answer != Answer::unknown) return false;
    return true;
  }

  std::string place_and_state() const {
    std::string out = placed_;
    for (const State::Version& version : state_.versions)
      out += "\n" + version.value + "\t" + version.request;
    return out;
  }

  // The calls that were made before any open one was answered.
  std::vector<std::size_t> candidates() const {
    std::int64_t first_answer = kNever;
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (placed_[i] == '0') first_answer = std::min(first_answer, calls_[i]->answered);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < calls_.size(); ++i)
      if (placed_[i] == '0' && calls_[i]->invoked <= first_answer) out.push_back(i);
    return out;
  }

  // A call without an answer is placed only where it changes something: elsewhere it may as well
  // not have happened.
  bool run_writing(std::size_t i) {
    const Call& call = *calls_[i];
    const Effect effect = effect_of(state_, call);
    if (effect.answer != Answer::applied || !pins_.allow(effect, call)) return false;
    if (call.answer != Answer::unknown && !fits(state_, call, effect)) return false;
    state_.versions.push_back({effect.value, call.request});
    const bool good = with(i, [this] { return run(); });
    state_.versions.pop_back();
    return good;
  }

  template <class Then>
  bool with(std::size_t i, const Then& then) {
    placed_[i] = '1';
    order_.push_back(i);
    if (order_.size() > longest_.size()) longest_ = order_;
    const bool good = then();
    order_.pop_back();
    placed_[i] = '0';
    return good;
  }

  std::vector<const Call*> calls_;
  Pins pins_;
  std::string placed_;
  State state_;
  std::unordered_set<std::string> tried_;
  std::vector<std::size_t> order_, longest_;
};

}  // namespace

std::string describe(const Call& call) {
  constexpr std::array<const char*, 4> kKinds = {"create", "edit", "restore", "read"};
  constexpr std::array<const char*, 7> kAnswers = {"unknown",   "applied", "duplicate", "conflict",
                                                   "not_found", "invalid", "found"};
  std::string out = "[" + std::to_string(call.invoked) + ", " +
                    (call.answered == kNever ? "never" : std::to_string(call.answered)) + "] " +
                    kKinds[static_cast<std::size_t>(call.kind)];
  if (!call.value.empty()) out += " " + call.value;
  if (call.wanted != 0) out += " version " + std::to_string(call.wanted);
  if (call.expected != 0) out += " expecting " + std::to_string(call.expected);
  out += std::string(" -> ") + kAnswers[static_cast<std::size_t>(call.answer)];
  if (call.version != 0) out += " at " + std::to_string(call.version);
  if (call.applied_as != 0) out += " as " + std::to_string(call.applied_as);
  return call.found.empty() ? out : out + " " + call.found;
}

Judgement judge(std::span<const Call> calls) {
  std::map<std::string, std::vector<const Call*>> trips;
  for (const Call& call : calls) trips[call.trip].push_back(&call);
  for (const auto& [trip, of_trip] : trips) {
    Search search(of_trip);
    if (!search.run()) return {.linearizable = false, .why = "trip " + trip + ": " + search.why()};
  }
  return {};
}

}  // namespace vg::model
