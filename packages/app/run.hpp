// One action from its plan to its answer, step by step.
#pragma once

#include "app/action.hpp"

namespace vg::app {

// An action may use two calls and no third: a step that asks for one is a bug and ends in
// `internal`. An action that would write at once is not run for a caller whose own token does not
// allow it: the caller is asked for alone, and the answer is `forbidden`.
class Run final {
 public:
  Run(ActionPtr action, Context context)
      : action_(std::move(action)), context_(std::move(context)) {}

  // The first step: the statements of the plan, or at once the answer of an action that needs no
  // database.
  Result<Step> start();
  Result<Step> rows(const store::Rows& rows);
  Result<Step> site(const publish::SiteOutcome& outcome);

  const Context& context() const { return context_; }

 private:
  Result<Step> checked(Result<Step> step);

  ActionPtr action_;
  Context context_;
  int batches_ = 0;
  bool refusing_ = false;  // the batch on its way only asks who the caller is
};

}  // namespace vg::app
