#include "app/difference.hpp"

#include "app/answer.hpp"
#include "app/fold.hpp"
#include "base/text.hpp"
#include "json/merge_diff.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/diff.hpp"

namespace vg::app {
namespace {

using json::Value;

// Where each document stands in the rows: after who asks, the trip as it is now, then the events
// of `since` and, when it was asked for, those of `version`.
constexpr std::size_t kPresent = 1;
constexpr std::size_t kSince = 2;
constexpr std::size_t kVersion = 3;

Error no_such_version(std::string_view trip_id, std::int64_t wanted, std::int64_t present) {
  return {ErrorCode::not_found,
          "the trip '" + one_line(trip_id, 40) + "' has no version " + std::to_string(wanted) +
              "; it has " +
              (present == 1 ? "version 1 alone" : "versions 1 to " + std::to_string(present)),
          {}};
}

std::string numbered(std::int64_t version) {
  return "version " + std::to_string(version);
}

// The changes line by line, as many as there is room for, and how many were left out.
std::string lines_of(const std::vector<trip::Change>& changes, std::size_t room) {
  constexpr std::size_t kRoomForTheRest = 60;
  std::string out;
  std::size_t used = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::string line = "- " + words_of(changes[i]) + "\n";
    used += count_code_points(line);
    if (used + kRoomForTheRest > room)
      return out + "- and " + std::to_string(changes.size() - i) + " more; the data has them all\n";
    out += line;
  }
  return out;
}

Value data_of(json::Arena& arena, const std::vector<trip::Change>& changes) {
  json::ArrayBuilder out(arena);
  for (const trip::Change& change : changes) {
    json::ObjectBuilder row(arena);
    row.add_copy("path", change.path).add("kind", Value(name_of(change.kind)));
    if (!change.name.empty()) row.add("name", Value(change.name));
    if (!change.from.is_null()) row.add("from", change.from);
    if (!change.to.is_null()) row.add("to", change.to);
    if (change.is_private) row.add("private", Value(true));
    out.add(row.finish());
  }
  return out.finish();
}

}  // namespace

void ask_difference(store::Batch& batch, const Context& context, const Compared& compared) {
  const store::Cell trip_id = store::cell(compared.trip_id);
  batch.add(store::kSelectTrip, context, {trip_id});
  if (compared.since || compared.version) {
    batch.add(store::kSelectEvents, context,
              {trip_id, compared.since.value_or(compared.version.value_or(1) - 1)});
  } else {
    batch.add(store::kSelectEventsBeforeLast, context, {trip_id});
  }
  if (compared.version) batch.add(store::kSelectEvents, context, {trip_id, *compared.version});
}

Result<Step> answer_difference(const store::Rows& rows, const Compared& compared) {
  if (rows[kPresent].empty()) return no_such_trip(compared.trip_id);
  const std::int64_t present = rows[kPresent].integer(0, 0);
  const std::int64_t version = compared.version.value_or(present);
  const std::int64_t since = compared.since.value_or(version - 1);
  for (const std::int64_t wanted : {version, since})
    if (wanted < 1 || wanted > present) return no_such_version(compared.trip_id, wanted, present);

  json::Arena arena(64 * 1024);
  Value after;
  if (compared.version) {
    VG_TRY(after, fold_events(arena, rows[kVersion]));
  } else {
    VG_TRY(after, json::parse(arena, rows[kPresent].text(0, 1)));
  }
  VG_TRY(const Value before, fold_events(arena, rows[kSince]));
  const auto changes = trip::changes_between(arena, before, after);
  const Value patch = json::merge_diff(arena, before, after);

  std::string text = std::string(compared.trip_id) + ", from " + numbered(since) + " to " +
                     numbered(version) + ": ";
  if (!changes.empty()) {
    text += count_of(std::ssize(changes), "change") + "\n";
  } else if (patch.members().empty()) {
    text += "no difference\n";
  } else {
    text += "no difference but in what orders the items\n";
  }
  const std::string tail = "To go back: restore_trip with one of these versions.\n";
  text += lines_of(changes, kTextMax - count_code_points(text) - count_code_points(tail)) + tail;

  json::ObjectBuilder data(arena);
  data.add("trip_id", Value(compared.trip_id)).add("version", Value(version));
  data.add("view", Value("diff")).add("since", Value(since));
  data.add("changes", data_of(arena, changes)).add("patch", patch);
  const Value result = json::merge_patch(arena, before, patch);
  if (json::write_sorted(result) != json::write_sorted(after))
    data.add("patch_exact", Value(false));
  return Reply{std::move(text), json::write(data.finish()), version};
}

}  // namespace vg::app
