// A use case in motion: pure functions that plan database work and decide what its rows mean. The
// shell of the host runs it.
//
//   plan   -> the statements of the one call (none at all when the answer needs no database)
//   decide -> the answer, or the statements of a second and last call, or work on a site
//
// An action borrows its arguments: they live as long as the action.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "publish/site.hpp"
#include "store/batch.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::app {

// What the caller gets: the same content as text for people and models and as a JSON object for
// programs. Each stands alone.
struct Reply {
  std::string text;
  std::string data;                          // one JSON object
  std::optional<std::int64_t> version = {};  // of the trip, for an entity tag
  std::string html = {};                     // a page, when the caller asked for one
};

// What the person has to say before the action goes on; nothing was changed. The answer becomes an
// argument of the same call, which is then made again. Only when the context can ask.
struct Question {
  struct Choice {
    std::string value, title;
  };
  std::vector<std::string> argument;  // path of what the answer fills
  std::string message;
  std::vector<Choice> choices = {};  // texts to choose from; none: yes or no
};

using Step = std::variant<Reply, store::Batch, publish::SiteChange, Question>;

class Action {
 public:
  Action() = default;
  Action(const Action&) = delete;
  Action& operator=(const Action&) = delete;
  virtual ~Action() = default;

  virtual Result<store::Batch> plan(Context& context) = 0;
  // Called with the rows of the first batch, and again with those of the second if there was one.
  virtual Result<Step> decide(Context& context, const store::Rows& rows) = 0;
  // Called when a site was changed. Only actions that ask for a SiteChange have an answer to it.
  virtual Result<Step> site_changed(Context& context, const publish::SiteOutcome& outcome);
};

using ActionPtr = std::unique_ptr<Action>;

// Who the caller is, from the rows of store::kWho, which is the first statement of every batch.
struct Caller {
  std::string tenant, name, scopes;
};
// `scopes` are those that hold for the actor. Errors: `unauthenticated` when there is no row,
// `forbidden` when `scope`, a constant, does not hold.
Result<Caller> caller_of(const Actor& actor, const store::Rows& rows, std::string_view scope);

// A batch that begins with who the caller is.
store::Batch start_batch(const Context& context, bool read_only);

}  // namespace vg::app
