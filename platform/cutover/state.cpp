#include "platform/cutover/state.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"

#include <array>

namespace vg::cutover {

using json::Value;

namespace {

constexpr std::array<std::string_view, kSteps> kStepNames = {
    "plan", "freeze", "export", "import", "verify", "shadow", "switch", "rollback"};
constexpr std::array<std::string_view, 4> kProgressNames = {"open", "begun", "waiting", "done"};

template <typename T, std::size_t n>
T named(const std::array<std::string_view, n>& names, std::string_view name) {
  for (std::size_t i = 0; i < n; ++i)
    if (names[i] == name) return static_cast<T>(i);
  return static_cast<T>(0);
}

EnvironmentState read_environment(Value value) {
  EnvironmentState out;
  out.round = static_cast<int>(value.get("round").integer());
  for (const json::Member& member : value.get("steps").members()) {
    StepState& step = out.steps[named<Step>(kStepNames, member.key)];
    step.progress = named<Progress>(kProgressNames, member.value.get_text("state"));
    step.at = member.value.get_text("at");
    for (const json::Member& fact : member.value.get("facts").members())
      step.facts.emplace(fact.key, fact.value.text());
  }
  return out;
}

Value write_environment(json::Arena& arena, const EnvironmentState& state) {
  json::ObjectBuilder steps(arena);
  for (const auto& [step, progress] : state.steps) {
    json::ObjectBuilder facts(arena);
    for (const auto& [name, fact] : progress.facts) facts.add_copy(arena.copy(name), fact);
    steps.add(name_of(step), json::ObjectBuilder(arena)
                                 .add("state", name_of(progress.progress))
                                 .add_copy("at", progress.at)
                                 .add("facts", facts.finish())
                                 .finish());
  }
  return json::ObjectBuilder(arena)
      .add("round", Value(state.round))
      .add("steps", steps.finish())
      .finish();
}

}  // namespace

std::string_view name_of(Step step) {
  return kStepNames[static_cast<std::size_t>(step)];
}

std::string_view name_of(Progress progress) {
  return kProgressNames[static_cast<std::size_t>(progress)];
}

const StepState& EnvironmentState::of(Step step) const {
  static const StepState none;
  const auto found = steps.find(step);
  return found == steps.end() ? none : found->second;
}

Result<State> State::load(const std::filesystem::path& file) {
  State out;
  out.file_ = file;
  const auto text = folder::read_file(file);
  if (!text) return out;
  json::Arena arena;
  const auto parsed = json::parse(arena, *text);
  if (!parsed || parsed->get("format").integer() != 1)
    return Error{ErrorCode::unavailable,
                 file.string() + " is no state of a cutover; move it away to begin anew",
                 {}};
  out.plan_digest = parsed->get_text("plan");
  for (const json::Member& member : parsed->get("environments").members())
    out.environments_.emplace(member.key, read_environment(member.value));
  return out;
}

Status State::save() const {
  json::Arena arena;
  json::ObjectBuilder environments(arena);
  for (const auto& [name, state] : environments_)
    environments.add(arena.copy(name), write_environment(arena, state));
  const Value out = json::ObjectBuilder(arena)
                        .add("format", Value(1))
                        .add_copy("plan", plan_digest)
                        .add("environments", environments.finish())
                        .finish();
  return folder::replace_file(file_, json::write_pretty(out) + "\n");
}

Status State::mark(std::string_view environment, Step step, Progress progress, const Facts& facts,
                   const std::string& at) {
  StepState& state = of(environment).steps[step];
  state.progress = progress;
  state.at = at;
  for (const auto& [name, fact] : facts) state.facts[name] = fact;
  return save();
}

}  // namespace vg::cutover
