// Runs a use case on an open installation, for commands.
#pragma once

#include "app/action.hpp"
#include "apps/cli/installation.hpp"
#include "base/result.hpp"

namespace vg::cli {

Result<app::Reply> run_action(Installation& installation, app::ActionPtr action);

}  // namespace vg::cli
