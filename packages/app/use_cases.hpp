// The use cases, one row each. Tools, routes and commands are made from these rows and add nothing
// to what a use case does.
//
// To add a use case: its arguments as a Shape and its factory in a file of its own, and one row in
// use_cases.cpp.
#pragma once

#include "app/action.hpp"
#include "app/environment.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/shape.hpp"

#include <span>
#include <string_view>

namespace vg::app {

struct UseCase {
  std::string_view name;  // of the tool
  const shape::Shape* arguments;
  const shape::Shape* answer;  // of Reply::data
  // Arguments that fit their shape -> the action. Errors: `invalid` for what a shape cannot say.
  Result<ActionPtr> (*make)(json::Arena& arena, json::Value arguments,
                            const Environment& environment);
};

std::span<const UseCase> use_cases();
const UseCase* find_use_case(std::string_view name);

// Checks the arguments against the shape and makes the action.
Result<ActionPtr> make_action(const UseCase& use_case, json::Arena& arena, json::Value arguments,
                              const Environment& environment);

}  // namespace vg::app
