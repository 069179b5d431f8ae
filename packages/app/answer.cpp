#include "app/answer.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>

namespace vg::app {

using json::ObjectBuilder;
using json::Value;

namespace {

constexpr std::size_t kPathsShown = 3;

struct Group {
  std::int64_t count = 0;
  std::vector<std::string> paths;
};

std::map<shape::NoteKind, Group> grouped(const std::vector<shape::Note>& notes) {
  std::map<shape::NoteKind, Group> out;
  for (const shape::Note& note : notes) {
    Group& group = out[note.kind];
    if (++group.count <= static_cast<std::int64_t>(kPathsShown)) group.paths.push_back(note.path);
  }
  return out;
}

}  // namespace

std::string words_of(const std::vector<shape::Note>& notes) {
  std::string out;
  for (const auto& [kind, group] : grouped(notes)) {
    out += "- " + std::string(name_of(kind)) + " ×" + std::to_string(group.count) + ": ";
    for (std::size_t i = 0; i < group.paths.size(); ++i)
      out += (i > 0 ? ", " : "") + one_line(group.paths[i], 60);
    if (group.count > static_cast<std::int64_t>(kPathsShown)) out += ", …";
    out += "\n";
  }
  return out;
}

Value data_of(json::Arena& arena, const std::vector<shape::Note>& notes) {
  json::ArrayBuilder out(arena);
  for (const auto& [kind, group] : grouped(notes)) {
    ObjectBuilder row(arena);
    row.add("kind", Value(name_of(kind)))
        .add("count", Value(group.count))
        .add("paths", texts(arena, group.paths));
    out.add(row.finish());
  }
  return out.finish();
}

std::string words_of(const std::vector<trip::Finding>& findings, std::size_t max) {
  std::string out;
  for (std::size_t i = 0; i < findings.size() && i < max; ++i)
    out += "- " + std::string(name_of(findings[i].severity)) + ", " + findings[i].path + ": " +
           shorten(findings[i].message, 160) + "\n";
  if (findings.size() > max) out += "- and " + std::to_string(findings.size() - max) + " more\n";
  return out;
}

Value data_of(json::Arena& arena, const std::vector<trip::Finding>& findings, std::size_t max) {
  json::ArrayBuilder out(arena);
  for (std::size_t i = 0; i < findings.size() && i < max; ++i) {
    ObjectBuilder row(arena);
    row.add("severity", Value(name_of(findings[i].severity))).add("code", Value(findings[i].code));
    row.add_copy("path", findings[i].path).add_copy("message", findings[i].message);
    out.add(row.finish());
  }
  return out.finish();
}

std::string words_of(const trip::NextStep& next) {
  return "Next: " + std::string(next.tool) + " – " + next.why + "\n";
}

std::string ended_with(std::string_view text, const trip::NextStep& next) {
  const std::string last = words_of(next);
  std::string out = shorten(text, kTextMax - std::min(last.size() + 1, kTextMax));
  if (!out.empty() && !out.ends_with('\n')) out += '\n';
  return out + last;
}

Value data_of(json::Arena& arena, const trip::NextStep& next) {
  ObjectBuilder out(arena);
  return out.add("tool", Value(next.tool)).add_copy("why", next.why).finish();
}

Value texts(json::Arena& arena, const std::vector<std::string>& list) {
  json::ArrayBuilder out(arena);
  for (const std::string& text : list) out.add_copy(text);
  return out.finish();
}

Error no_such_trip(std::string_view trip_id) {
  return {ErrorCode::not_found,
          "there is no trip '" + one_line(trip_id, 40) + "'; look it up with find_trips",
          {}};
}

Error version_conflict(std::string_view trip_id, std::int64_t current) {
  return {ErrorCode::conflict,
          "the trip " + std::string(trip_id) + " is at version " + std::to_string(current) +
              " by now; nothing was changed. Read it again (read_trip) and repeat the edit with "
              "expected_version " +
              std::to_string(current),
          {}};
}

Error key_reused(const store::Seen& seen) {
  return {ErrorCode::conflict,
          "this idempotency_key was used for another request (" + seen.tool + " on " +
              seen.subject + "); nothing was changed. Use a new key for a new request",
          {}};
}

}  // namespace vg::app
