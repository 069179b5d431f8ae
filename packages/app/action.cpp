#include "app/action.hpp"

#include "base/text.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

Error unknown_caller(const Actor& actor) {
  return {ErrorCode::unauthenticated,
          actor.granted ? "the subject of this token is not admitted here, or no more; `voygent "
                          "token create --subject` admits it"
                        : "the token is missing, unknown, expired or revoked; make one with "
                          "`voygent token create`",
          {}};
}

// Of the scopes of a row those that the actor's own token allows too.
std::string common(std::string_view scopes, const Actor& actor) {
  std::string out;
  for (const std::string_view word : split(scopes, ' '))
    if (actor.may(word)) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

}  // namespace

Result<Step> Action::site_changed(Context&, const publish::SiteOutcome&) {
  return Error{ErrorCode::internal, "this action does not change a site", {}};
}

Result<Caller> caller_of(const Actor& actor, const store::Rows& rows, std::string_view scope) {
  if (rows.empty() || rows[0].empty()) return unknown_caller(actor);
  Caller caller{std::string(rows[0].text(0, 0)), std::string(rows[0].text(0, 1)),
                std::string(rows[0].text(0, 2))};
  const bool admitted = has_word(caller.scopes, scope);
  if (actor.granted) caller.scopes = common(caller.scopes, actor);
  if (has_word(caller.scopes, scope)) return caller;
  return Error{ErrorCode::forbidden,
               "the token allows " + (caller.scopes.empty() ? "nothing" : caller.scopes) +
                   ", but this needs " + std::string(scope),
               {},
               admitted ? scope : std::string_view()};
}

store::Batch start_batch(const Context& context, bool read_only) {
  store::Batch batch;
  batch.read_only = read_only;
  batch.add(store::kWho, context);
  return batch;
}

}  // namespace vg::app
