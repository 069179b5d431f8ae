#include "app/run.hpp"

namespace vg::app {
namespace {

constexpr int kMaxBatches = 2;

}  // namespace

Result<Step> Run::start() {
  VG_TRY(store::Batch batch, action_->plan(context_));
  if (batch.statements.empty()) return checked(action_->decide(context_, {}));
  return checked(Step(std::move(batch)));
}

Result<Step> Run::rows(const store::Rows& rows) {
  return checked(action_->decide(context_, rows));
}

Result<Step> Run::site(const publish::SiteOutcome& outcome) {
  return checked(action_->site_changed(context_, outcome));
}

Result<Step> Run::checked(Result<Step> step) {
  const bool batch = step && std::holds_alternative<store::Batch>(*step);
  if (batch && ++batches_ > kMaxBatches)
    return Error{ErrorCode::internal, "an action asked for a third database call", {}};
  return step;
}

}  // namespace vg::app
