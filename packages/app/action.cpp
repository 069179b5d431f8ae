#include "app/action.hpp"

#include "base/text.hpp"
#include "store/statements.hpp"

namespace vg::app {

Result<Step> Action::site_changed(Context&, const publish::SiteOutcome&) {
  return Error{ErrorCode::internal, "this action does not change a site", {}};
}

Result<Caller> caller_of(const store::Rows& rows, std::string_view scope) {
  if (rows.empty() || rows[0].empty())
    return Error{
        ErrorCode::unauthenticated,
        "the token is missing, unknown, expired or revoked; make one with `voygent token create`",
        {}};
  Caller caller{std::string(rows[0].text(0, 0)), std::string(rows[0].text(0, 1)),
                std::string(rows[0].text(0, 2))};
  for (std::string_view word : split(caller.scopes, ' '))
    if (word == scope) return caller;
  return Error{ErrorCode::forbidden,
               "the token allows " + caller.scopes + ", but this needs " + std::string(scope),
               {}};
}

store::Batch start_batch(const Context& context, bool read_only) {
  store::Batch batch;
  batch.read_only = read_only;
  batch.add(store::kWho, context);
  return batch;
}

}  // namespace vg::app
