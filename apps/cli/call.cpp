#include "apps/cli/call.hpp"

#include "app/run.hpp"

namespace vg::cli {

Result<app::Reply> run_action(Installation& installation, app::ActionPtr action) {
  app::Run run(std::move(action), local_context(installation));
  VG_TRY(app::Step step, run.start());
  for (;;) {
    if (auto* batch = std::get_if<store::Batch>(&step)) {
      VG_TRY(const store::Rows rows, installation.database->run(std::move(*batch)));
      VG_TRY(step, run.rows(rows));
    } else if (const auto* change = std::get_if<publish::SiteChange>(&step)) {
      VG_TRY(const publish::SiteOutcome outcome, host::change_site(installation.sites, *change));
      VG_TRY(step, run.site(outcome));
    } else {
      return std::move(std::get<app::Reply>(step));
    }
  }
}

}  // namespace vg::cli
