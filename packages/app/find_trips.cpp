#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/listing.hpp"
#include "base/calendar.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/search.hpp"

#include <algorithm>
#include <functional>

namespace vg::app {
namespace {

constexpr std::int64_t kDefaultLimit = 10;
constexpr std::string_view kBeforeAll = "~";  // sorts after every trip id
constexpr std::size_t kDateLength = 10;

constexpr shape::Field kFields[] = {
    shape::label("query", shape::advisor).up_to(200),
    shape::choice("phase", shape::advisor,
                  "discovery planning proposal confirmed active past cancelled"),
    shape::date("from", shape::advisor, "Ends on or after"),
    shape::date("to", shape::advisor, "Starts on or before"),
    shape::label("client_id", shape::advisor).up_to(40),
    shape::flag("archived", shape::advisor, "Archived too"),
    shape::integer("limit", shape::advisor).from(1).up_to(50),
    shape::label("cursor", shape::advisor, "next_cursor").up_to(40),
};

class FindTrips final : public Action {
 public:
  FindTrips(json::Value arguments, std::vector<trip::SearchWord> words)
      : arguments_(arguments),
        words_(std::move(words)),
        keys_(keys_of_words()),
        limit_(optional_integer(arguments, "limit").value_or(kDefaultLimit)),
        index_(choose_index()) {}

  // Whether the cursor is one of this search.
  bool can_go_on() const {
    std::string_view cursor = arguments_.get_text("cursor");
    if (cursor.empty()) return true;
    if (index_ == store::kFindByEnd) {
      if (cursor.size() <= kDateLength || cursor[kDateLength] != '~' ||
          !parse_date(cursor.substr(0, kDateLength)))
        return false;
      cursor.remove_prefix(kDateLength + 1);
    }
    return is_trip_id(cursor);
  }

  Result<store::Batch> plan(Context& context) override {
    std::string_view cursor = arguments_.get_text("cursor");
    std::string_view end = arguments_.get_text("from");
    if (index_ == store::kFindByEnd && !cursor.empty()) {
      end = cursor.substr(0, kDateLength);
      cursor.remove_prefix(kDateLength + 1);
    }
    const bool first = cursor.empty() && index_ != store::kFindByEnd;
    std::vector<store::Cell> params = {store::cell(first ? kBeforeAll : cursor),
                                       limit_ + 1,
                                       store::cell_or_null(arguments_.get_text("phase")),
                                       store::cell_or_null(arguments_.get_text("from")),
                                       store::cell_or_null(arguments_.get_text("to")),
                                       std::int64_t{arguments_.get("archived").boolean() ? 1 : 0},
                                       store::cell_or_null(arguments_.get_text("client_id"))};
    for (std::size_t i = 0; i < store::kMaxWords; ++i)
      params.push_back(i < words_.size() ? store::cell(words_[i].needle) : store::Cell());
    for (std::size_t i = 0; i < store::kMaxKeys && index_ == store::kFindByWord; ++i)
      params.push_back(i < keys_.size() ? store::cell(keys_[i]) : store::Cell());
    if (index_ == store::kFindByEnd) params.push_back(store::cell(end));
    store::Batch batch = start_batch(context, true);
    batch.add(index_, context, std::move(params));
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "read"));
    const store::ResultSet& found = rows[1];
    const std::size_t shown = std::min(found.size(), static_cast<std::size_t>(limit_));
    json::Arena arena;
    json::ArrayBuilder trips(arena);
    std::string text = shown == 0
                           ? "No trip fits. Use fewer or shorter words, or leave out filters.\n"
                           : count_of(static_cast<std::int64_t>(shown), "trip") + ":\n";
    for (std::size_t i = 0; i < shown; ++i) {
      const std::string line = "- " + listed_words(found, i) + "\n";
      if (count_code_points(text) + count_code_points(line) < kTextMax - 100) text += line;
      trips.add(listed_data(arena, found, i));
    }
    json::ObjectBuilder data(arena);
    data.add("trips", trips.finish());
    if (found.size() > shown) {
      std::string cursor(found.text(shown - 1, listed::id));
      if (index_ == store::kFindByEnd)
        cursor = std::string(found.text(shown - 1, listed::end)) + "~" + cursor;
      data.add_copy("next_cursor", cursor);
      text += "There are more: repeat with cursor " + cursor + ", or narrow the search.\n";
    }
    return Reply{std::move(text), json::write(data.finish())};
  }

 private:
  // Long keys first: they are the rarest.
  std::vector<std::string> keys_of_words() const {
    std::vector<std::string> out;
    for (const trip::SearchWord& word : words_)
      for (const std::string& key : word.keys)
        if (std::ranges::find(out, key) == out.end()) out.push_back(key);
    std::ranges::sort(out, std::greater(), &std::string::size);
    return out;
  }

  // The one that leaves the least to look at.
  std::string_view choose_index() const {
    if (arguments_.find("client_id")) return store::kFindByClient;
    if (!keys_.empty()) return store::kFindByWord;
    if (arguments_.find("from")) return store::kFindByEnd;
    return arguments_.find("phase") ? store::kFindByPhase : store::kFindAll;
  }

  json::Value arguments_;
  std::vector<trip::SearchWord> words_;
  std::vector<std::string> keys_;
  std::int64_t limit_;
  std::string_view index_;  // the statement that walks it
};

}  // namespace

const shape::Shape kFindTripsArguments = {.name = "find_trips", .fields = kFields};

Result<ActionPtr> make_find_trips(json::Arena&, json::Value arguments, const Environment&) {
  auto words = trip::search_words(arguments.get_text("query"));
  if (words.size() > store::kMaxWords)
    return Error{ErrorCode::invalid,
                 "the query has more than " + std::to_string(store::kMaxWords) + " words",
                 {{"/query", "use fewer words"}}};
  auto action = std::make_unique<FindTrips>(arguments, std::move(words));
  if (!action->can_go_on())
    return Error{ErrorCode::invalid,
                 "the cursor is none that find_trips gave for this search",
                 {{"/cursor", "next_cursor of the page before is expected"}}};
  return ActionPtr(std::move(action));
}

}  // namespace vg::app
