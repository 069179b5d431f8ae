// How far a cutover is: a file that is replaced whole after every change, under a lock while a
// command works. A step that was begun and not ended is done again; every step may be.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace vg::cutover {

// In the order in which they follow each other.
enum class Step { plan, freeze, dump, import, verify, shadow, switching, rollback };
inline constexpr int kSteps = 8;
std::string_view name_of(Step step);

enum class Progress { open, begun, waiting, done };
std::string_view name_of(Progress progress);

using Facts = std::map<std::string, std::string, std::less<>>;

struct StepState {
  Progress progress = Progress::open;
  std::string at;  // of the last change
  Facts facts;
};

// A round goes from a freeze to a switch or a rollback.
struct EnvironmentState {
  int round = 1;
  std::map<Step, StepState> steps;

  const StepState& of(Step step) const;
  bool done(Step step) const { return of(step).progress == Progress::done; }
};

class State {
 public:
  // Of the plan beside it; empty when there is none yet. Errors: `unavailable` when it cannot be
  // read.
  static Result<State> load(const std::filesystem::path& file);
  Status save() const;

  EnvironmentState& of(std::string_view environment) {
    return environments_[std::string(environment)];
  }
  // Writes it down before and after the work of a step.
  Status mark(std::string_view environment, Step step, Progress progress, const Facts& facts,
              const std::string& at);

  std::string plan_digest;

 private:
  std::filesystem::path file_;
  std::map<std::string, EnvironmentState, std::less<>> environments_;
};

}  // namespace vg::cutover
