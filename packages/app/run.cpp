#include "app/run.hpp"

namespace vg::app {
namespace {

constexpr int kMaxBatches = 2;
// What a first batch that writes needs: publications are recorded in a second one, after a
// decision.
constexpr std::string_view kPlannedWrite = "write";

}  // namespace

Result<Step> Run::start() {
  VG_TRY(store::Batch batch, action_->plan(context_));
  if (batch.statements.empty()) return checked(action_->decide(context_, {}));
  // The statements that write look at the scopes of the row only. What the caller's own token does
  // not allow is not sent; who the caller is still has to be known before that is said.
  if (!batch.read_only && !context_.actor.may(kPlannedWrite)) {
    refusing_ = true;
    return checked(Step(start_batch(context_, true)));
  }
  return checked(Step(std::move(batch)));
}

Result<Step> Run::rows(const store::Rows& rows) {
  if (refusing_) {
    auto caller = caller_of(context_.actor, rows, kPlannedWrite);
    VG_ASSERT(!caller);
    return std::move(caller).error();
  }
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
