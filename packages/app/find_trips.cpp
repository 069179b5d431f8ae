#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/factories.hpp"
#include "app/listing.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

#include <algorithm>

namespace vg::app {
namespace {

constexpr std::int64_t kDefaultLimit = 10;
constexpr std::string_view kBeforeAll = "~";  // sorts after every trip id

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
  FindTrips(json::Value arguments, std::vector<std::string> words)
      : arguments_(arguments),
        words_(std::move(words)),
        limit_(optional_integer(arguments, "limit").value_or(kDefaultLimit)) {}

  Result<store::Batch> plan(Context& context) override {
    const std::string_view cursor = arguments_.get_text("cursor");
    std::vector<store::Cell> params = {store::cell(cursor.empty() ? kBeforeAll : cursor),
                                       limit_ + 1,
                                       store::cell_or_null(arguments_.get_text("phase")),
                                       store::cell_or_null(arguments_.get_text("from")),
                                       store::cell_or_null(arguments_.get_text("to")),
                                       std::int64_t{arguments_.get("archived").boolean() ? 1 : 0},
                                       store::cell_or_null(arguments_.get_text("client_id"))};
    for (std::size_t i = 0; i < store::kMaxWords; ++i)
      params.push_back(i < words_.size() ? store::cell(words_[i]) : store::Cell());
    store::Batch batch = start_batch(context, true);
    batch.add(store::kFindTrips, context, std::move(params));
    return batch;
  }

  Result<Step> decide(Context&, const store::Rows& rows) override {
    VG_CHECK(caller_of(rows, "read"));
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
      const std::string_view cursor = found.text(shown - 1, 0);
      data.add_copy("next_cursor", cursor);
      text +=
          "There are more: repeat with cursor " + std::string(cursor) + ", or narrow the search.\n";
    }
    return Reply{std::move(text), json::write(data.finish())};
  }

 private:
  json::Value arguments_;
  std::vector<std::string> words_;
  std::int64_t limit_;
};

}  // namespace

const shape::Shape kFindTripsArguments = {.name = "find_trips", .fields = kFields};

Result<ActionPtr> make_find_trips(json::Arena&, json::Value arguments, const Environment&) {
  const std::string_view cursor = arguments.get_text("cursor");
  if (!cursor.empty() && !is_trip_id(cursor))
    return Error{ErrorCode::invalid,
                 "the cursor is none that find_trips gave",
                 {{"/cursor", "next_cursor of the page before is expected"}}};
  std::vector<std::string> words;
  const std::string folded = fold(arguments.get_text("query"));
  for (std::string_view word : split(folded, ' ')) {
    if (word.empty()) continue;
    if (words.size() == store::kMaxWords)
      return Error{ErrorCode::invalid,
                   "the query has more than " + std::to_string(store::kMaxWords) + " words",
                   {{"/query", "use fewer words"}}};
    words.emplace_back(word);
  }
  return ActionPtr(new FindTrips(arguments, std::move(words)));
}

}  // namespace vg::app
