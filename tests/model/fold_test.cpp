// Replay and intermediate versions never change the answer: the document of a trip is the fold of
// all its events, and of the later events on the document of any version, byte for byte.
#include "app/fold.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "tests/contract/workbench.hpp"
#include "tests/model/commands.hpp"
#include "tests/model/rounds.hpp"
#include "trip/events.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace vg::model {
namespace {

struct Event {
  trip::EventKind kind;
  std::string payload;
};

// With the members of every object in an order of its own.
void append_shuffled(std::string& out, const Tree& tree, std::mt19937& random) {
  if (const Map* members = tree.map()) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : *members) {
      parts.push_back(to_json(key) + ":");
      append_shuffled(parts.back(), value, random);
    }
    std::ranges::shuffle(parts, random);
    out += "{";
    for (const std::string& part : parts) out += (out.back() == '{' ? "" : ",") + part;
    out += "}";
  } else {
    out += to_json(tree);
  }
}

// As the product would have written it.
std::string random_text(std::mt19937& random, int depth, Nulls nulls) {
  std::string text;
  append_shuffled(text, random_object(random, depth, nulls), random);
  json::Arena arena;
  return json::write(*json::parse(arena, text));
}

// What the database makes of a document and a patch.
class Patcher {
 public:
  Patcher() {
    auto connection = sqlite::Connection::open(bench_.path(), sqlite::Durability::fast);
    VG_ASSERT(connection.has_value());
    connection_ = std::move(*connection);
  }

  std::string patched(const std::string& document, const std::string& patch) {
    static constexpr std::string_view kPatch = "SELECT json_patch(?1, ?2)";
    const auto rows = connection_->run({kPatch, {store::Cell(document), store::Cell(patch)}});
    VG_ASSERT(rows.has_value());
    return std::string(rows->text(0, 0));
  }

 private:
  test::Workbench bench_;
  std::unique_ptr<sqlite::Connection> connection_;
};

// A history, and the document after each of its events as the store keeps it.
struct History {
  std::vector<Event> events;
  std::vector<std::string> documents;
  Tree model;  // of the last document

  void add(trip::EventKind kind, std::string payload, std::string document) {
    events.push_back({kind, std::move(payload)});
    documents.push_back(std::move(document));
  }
};

History random_history(std::mt19937& random, Patcher& patcher) {
  History out;
  const std::string first = random_text(random, 4, Nulls::none);
  out.add(trip::EventKind::created, first, first);
  out.model = parse_tree(first);
  for (std::size_t length = 5 + random() % 36; out.events.size() < length;) {
    const std::string now = out.documents.back();
    const auto kind = random() % 12;
    if (kind == 0) {
      out.add(trip::EventKind::options_added, random_text(random, 3, Nulls::some), now);
    } else if (kind == 1) {
      const std::size_t version = random() % out.documents.size();
      const std::string old = out.documents[version];
      out.add(trip::EventKind::restored,
              R"({"from":)" + std::to_string(version + 1) + R"(,"doc":)" + old + "}", old);
      out.model = parse_tree(old);
    } else {
      const std::string patch = random_text(random, 4, Nulls::some);
      out.add(trip::EventKind::edited, patch, patcher.patched(now, patch));
      merge(out.model, parse_tree(patch));
    }
  }
  return out;
}

// The first event after which the fold, begun with the document of version `cut`, differs; -1 when
// none does. 0 begins with nothing.
std::ptrdiff_t first_difference(const History& history, std::size_t cut) {
  json::Arena arena;
  json::Value document;
  if (cut > 0) document = *json::parse(arena, history.documents[cut - 1]);
  for (std::size_t i = cut; i < history.events.size(); ++i) {
    const Event& event = history.events[i];
    document = trip::evolve(arena, document, event.kind, *json::parse(arena, event.payload));
    if (json::write(document) != history.documents[i]) return static_cast<std::ptrdiff_t>(i);
  }
  return -1;
}

TEST(Fold, IsTheSameFromTheStartAndFromAnyVersion) {
  Patcher patcher;
  for (unsigned seed = 1; seed <= rounds(10'000); ++seed) {
    std::mt19937 random(seed);
    const History history = random_history(random, patcher);
    ASSERT_EQ(first_difference(history, 0), -1) << "seed " << seed;
    const std::size_t cut = 1 + random() % history.events.size();
    ASSERT_EQ(first_difference(history, cut), -1) << "seed " << seed << " from version " << cut;
    ASSERT_EQ(parse_tree(history.documents.back()), history.model) << "seed " << seed;
  }
}

// ---- the same on the database, through the use cases

std::string arguments_of(const std::string& trip, Map more) {
  more["trip_id"] = trip;
  return to_json(more);
}

Tree any_change(std::mt19937& random) {
  const std::string key = "k" + std::to_string(random() % 4);
  switch (random() % 5) {
    case 0: return Map{{"op", "remove"}, {"path", "_private/" + key}};
    case 1: return Map{{"op", "set"}, {"path", "practicalInfo/" + key}, {"value", "\"\\ ü"}};
    case 2: return Map{{"op", "add"}, {"path", "lodging"}, {"value", Map{{"name", key}}}};
    default:
      return Map{{"op", "set"},
                 {"path", "_private/" + key},
                 {"value", random_object(random, 3, Nulls::some)}};
  }
}

test::Called any_write(test::Workbench& bench, const std::string& trip, std::mt19937& random) {
  const std::string key = std::to_string(random());
  switch (random() % 10) {
    case 0:
      return bench.call("add_options", arguments_of(trip, {{"options", List{Map{{"name", key}}}},
                                                           {"idempotency_key", key}}));
    case 1: return bench.call("restore_trip", arguments_of(trip, {{"idempotency_key", key}}));
    default:
      return bench.call("edit_trip", arguments_of(trip, {{"operations", List{any_change(random)}},
                                                         {"idempotency_key", key}}));
  }
}

store::ResultSet ask(test::Workbench& bench, std::string_view sql, std::vector<store::Cell> cells) {
  const Context context = bench.context(Actor::local("agency"));
  store::Batch batch;
  batch.add(sql, context, std::move(cells));
  auto rows = bench.database().run(std::move(batch));
  VG_ASSERT(rows.has_value());
  return std::move((*rows)[0]);
}

// Every accepted write adds the event and the document that the store then has. Now and then the
// store is compacted.
History stored_history(test::Workbench& bench, const std::string& trip, std::mt19937& random) {
  History out;
  const auto take = [&] {
    const store::ResultSet row = ask(bench, store::kSelectTrip, {store::cell(trip)});
    const store::ResultSet events =
        ask(bench, store::kSelectEvents, {store::cell(trip), row.integer(0, 0)});
    const std::size_t last = events.size() - 1;
    EXPECT_EQ(events.integer(last, 0), std::ssize(out.events) + 1);
    out.add(*trip::event_kind(events.text(last, 1)), std::string(events.text(last, 4)),
            std::string(row.text(0, 1)));
  };
  take();
  for (std::size_t tries = 5 + random() % 36; tries > 0; --tries) {
    if (any_write(bench, trip, random).ok) take();
    if (random() % 16 == 0)
      bench.compact(
          {.checkpoint_every = 1 + static_cast<std::int64_t>(random() % 5), .forget_days = {}});
  }
  return out;
}

TEST(Fold, OfStoredEventsIsTheStoredDocument) {
  test::Workbench bench;
  std::size_t events = 0;
  for (unsigned seed = 1; seed <= rounds(300); ++seed) {
    std::mt19937 random(seed);
    const std::string trip = test::create_trip(bench, "Trip " + std::to_string(seed));
    const History history = stored_history(bench, trip, random);
    events += history.events.size();
    ASSERT_EQ(first_difference(history, 0), -1) << "seed " << seed;
    const std::size_t cut = 1 + random() % history.events.size();
    ASSERT_EQ(first_difference(history, cut), -1) << "seed " << seed << " from version " << cut;
    for (std::size_t version = 1; version <= history.documents.size(); ++version) {
      json::Arena arena;
      const store::ResultSet rows =
          ask(bench, store::kSelectEvents, {store::cell(trip), static_cast<std::int64_t>(version)});
      ASSERT_EQ(json::write(*app::fold_events(arena, rows)), history.documents[version - 1])
          << "seed " << seed << ", version " << version;
    }
  }
  EXPECT_GT(events, rounds(300) * 10U);
}

}  // namespace
}  // namespace vg::model
