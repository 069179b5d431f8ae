#include "tests/model/model.hpp"

#include "tests/model/documents.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace vg::model {
namespace {

constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;

bool is_one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::ranges::any_of(words, [&](const char* each) { return word == each; });
}

// What the shape of the arguments of edit_trip asks for.
bool are_operations(const Tree* operations) {
  if (operations == nullptr || operations->list() == nullptr || operations->list()->empty())
    return false;
  return std::ranges::all_of(*operations->list(), [](const Tree& operation) {
    return operation.map() && !operation.text_of("path").empty() &&
           is_one_of(operation.text_of("op"), {"set", "add", "remove", "reorder"});
  });
}

bool is_good_creation(const Tree& arguments) {
  const bool copy = arguments.find("copy_of") != nullptr;
  if (copy && arguments.find("document")) return false;
  return copy || arguments.find("document") || arguments.find("title");
}

// The offers of one call by what makes them the same offer again; nothing when one has no name.
std::optional<std::map<std::string, Map>> offers_of(const Tree& arguments) {
  const Tree* options = arguments.find("options");
  if (options == nullptr || options->list() == nullptr || options->list()->empty())
    return std::nullopt;
  std::map<std::string, Map> out;
  for (const Tree& option : *options->list()) {
    const std::string name = option.text_of("name");
    if (name.empty()) return std::nullopt;
    const std::string external = option.text_of("externalId");
    const std::string house = external.empty() ? name + "|" + option.text_of("city") : external;
    out[house + "|" + arguments.text_of("site")] = *option.map();
  }
  return out;
}

// A letter without its mark, of the few that generated words have.
std::string folded(std::string text) {
  struct Fold {
    const char *from, *to;
  };
  for (const Fold& fold : std::array<Fold, 3>{{{"ô", "o"}, {"Ü", "u"}, {"ü", "u"}}})
    for (std::size_t at = text.find(fold.from); at != std::string::npos; at = text.find(fold.from))
      text.replace(at, std::string_view(fold.from).size(), fold.to);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// Every text by which a trip is found.
std::vector<std::string> searched_texts(const Tree& document) {
  std::vector<std::string> out;
  const auto take = [&](const Tree* value) {
    if (value && value->text()) out.push_back(folded(*value->text()));
    if (value && value->list())
      for (const Tree& entry : *value->list()) out.push_back(folded(*entry.text()));
  };
  if (const Tree* meta = document.find("meta"))
    for (const char* key : {"title", "subtitle", "destination", "tags"}) take(meta->find(key));
  if (const Tree* stays = document.find("lodging"))
    for (const auto& [id, stay] : *stays->map())
      for (const char* key : {"name", "location"}) take(stay.find(key));
  take(document.find("notes"));
  return out;
}

bool has_word(const Tree& document, const std::string& word) {
  return std::ranges::any_of(searched_texts(document), [&](const std::string& text) {
    return text.find(word) != std::string::npos;
  });
}

const Tree* meta_of(const Tree& document, std::string_view key) {
  const Tree* meta = document.find("meta");
  return meta ? meta->find(key) : nullptr;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::applied: return "applied";
    case Verdict::duplicate: return "duplicate";
    case Verdict::conflict: return "conflict";
    case Verdict::not_found: return "not_found";
    case Verdict::invalid: return "invalid";
    case Verdict::found: return "found";
    case Verdict::failed: return "another error";
  }
  std::abort();
}

Answer Store::call(const std::string& tenant, const std::string& tool, const Tree& arguments,
                   const Chosen& chosen) {
  Tree content = arguments;
  content.as_map().erase("idempotency_key");
  const std::string key = arguments.text_of("idempotency_key");
  Request request{.tenant = tenant,
                  .id = {},
                  .content = tool + " " + to_json(content),
                  .now_ms = chosen.now_ms};
  for (const char* number : {"version", "expected_version"})
    if (arguments.number_of(number, 1) < 1) return {.verdict = Verdict::invalid};
  request.id = key.empty() ? "content " + request.content : "key " + tool + " " + key;
  if (tool == "create_trip") return create(request, arguments, chosen);
  if (tool == "edit_trip") return edit(request, arguments, chosen);
  if (tool == "restore_trip") return restore(request, arguments);
  if (tool == "add_options") return add_options(request, arguments);
  if (tool == "read_trip") return read(request, arguments);
  if (tool == "find_trips") return search(request, arguments);
  std::abort();
}

const Trip* Store::find(const std::string& tenant, const std::string& trip) const {
  const auto trips = tenants_.find(tenant);
  if (trips == tenants_.end()) return nullptr;
  const auto found = trips->second.find(trip);
  return found == trips->second.end() ? nullptr : &found->second;
}

const Store::Seen* Store::remembered(const Request& request) const {
  const auto tenant = seen_.find(request.tenant);
  if (tenant == seen_.end()) return nullptr;
  const auto found = tenant->second.find(request.id);
  const bool young = found != tenant->second.end() && found->second.at > request.now_ms - kDay;
  return young ? &found->second : nullptr;
}

void Store::remember(const Request& request, const std::string& trip, std::int64_t version) {
  seen_[request.tenant][request.id] = {request.content, trip, version, request.now_ms};
}

Trip* Store::trip_of(const Request& request, const Tree& arguments) {
  Trips& trips = tenants_[request.tenant];
  const auto found = trips.find(arguments.text_of("trip_id"));
  return found == trips.end() ? nullptr : &found->second;
}

Answer Store::repeated(const Request& request, const Seen& seen, const Trip& trip) const {
  if (seen.content != request.content) return {.verdict = Verdict::conflict};
  return {.verdict = Verdict::duplicate, .version = trip.version(), .applied_as = seen.version};
}

Answer Store::create(const Request& request, const Tree& arguments, const Chosen& chosen) {
  if (!is_good_creation(arguments)) return {.verdict = Verdict::invalid};
  const bool copy = arguments.find("copy_of") != nullptr;
  auto document = copy ? std::optional<Tree>(Map()) : new_document(arguments);
  if (!document) return {.verdict = Verdict::invalid};
  if (const Seen* seen = remembered(request)) {
    if (seen->content != request.content) return {.verdict = Verdict::conflict};
    return {.verdict = Verdict::duplicate, .trip = seen->trip, .version = seen->version};
  }
  if (copy) {
    const Trip* source = find(request.tenant, arguments.text_of("copy_of"));
    if (source == nullptr) return {.verdict = Verdict::not_found};
    document = copied_document(source->versions.back().document, arguments);
  }
  tenants_[request.tenant][chosen.trip].versions = {
      {std::move(*document), "created", request.now_ms}};
  remember(request, chosen.trip, 1);
  return {.verdict = Verdict::applied, .trip = chosen.trip, .version = 1};
}

Answer Store::edit(const Request& request, const Tree& arguments, const Chosen& chosen) {
  const Tree* operations = arguments.find("operations");
  if (!are_operations(operations)) return {.verdict = Verdict::invalid};
  Trip* trip = trip_of(request, arguments);
  const Tree nothing;
  Edited edited = edit_document(trip ? trip->versions.back().document : nothing,
                                *operations->list(), request.now_ms, chosen.added);
  if (!edited.understood) return {.verdict = Verdict::invalid};
  if (trip == nullptr) return {.verdict = Verdict::not_found};
  if (const Seen* seen = remembered(request)) return repeated(request, *seen, *trip);
  if (arguments.number_of("expected_version", trip->version()) != trip->version())
    return {.verdict = Verdict::conflict};
  if (edited.misses) return {.verdict = Verdict::not_found};
  if (edited.clashes) return {.verdict = Verdict::conflict};
  trip->versions.push_back({std::move(edited.document), "edited", request.now_ms});
  remember(request, arguments.text_of("trip_id"), trip->version());
  return {.verdict = Verdict::applied, .version = trip->version()};
}

Answer Store::restore(const Request& request, const Tree& arguments) {
  Trip* trip = trip_of(request, arguments);
  if (trip == nullptr) return {.verdict = Verdict::not_found};
  if (const Seen* seen = remembered(request)) return repeated(request, *seen, *trip);
  const std::int64_t current = trip->version();
  if (arguments.number_of("expected_version", current) != current)
    return {.verdict = Verdict::conflict};
  const std::int64_t wanted = arguments.number_of("version", current - 1);
  if (wanted < 1 || wanted > current) return {.verdict = Verdict::not_found};
  if (wanted == current) return {.verdict = Verdict::invalid};
  const Tree document = trip->versions[static_cast<std::size_t>(wanted - 1)].document;
  trip->versions.push_back({document, "restored", request.now_ms});
  remember(request, arguments.text_of("trip_id"), trip->version());
  return {.verdict = Verdict::applied, .version = trip->version()};
}

Answer Store::add_options(const Request& request, const Tree& arguments) {
  const auto offers = offers_of(arguments);
  if (!offers) return {.verdict = Verdict::invalid};
  Trip* trip = trip_of(request, arguments);
  if (trip == nullptr) return {.verdict = Verdict::not_found};
  if (const Seen* seen = remembered(request)) {
    Answer out = repeated(request, *seen, *trip);
    out.offers = std::ssize(trip->offers);
    out.applied_as = 0;  // not part of this answer
    return out;
  }
  if (arguments.number_of("expected_version", trip->version()) != trip->version())
    return {.verdict = Verdict::conflict};
  for (const auto& [identity, offer] : *offers)
    for (const auto& [key, value] : offer) trip->offers[identity][key] = value;
  const Version same = {trip->versions.back().document, "options_added", request.now_ms};
  trip->versions.push_back(same);
  remember(request, arguments.text_of("trip_id"), trip->version());
  return {
      .verdict = Verdict::applied, .version = trip->version(), .offers = std::ssize(trip->offers)};
}

Answer Store::read(const Request& request, const Tree& arguments) {
  const Trip* trip = trip_of(request, arguments);
  if (trip == nullptr) return {.verdict = Verdict::not_found};
  const std::int64_t version = arguments.number_of("version", trip->version());
  if (version > trip->version()) return {.verdict = Verdict::not_found};
  return {.verdict = Verdict::found,
          .version = version,
          .shown = shown_document(trip->versions[static_cast<std::size_t>(version - 1)].document)};
}

Answer Store::search(const Request& request, const Tree& arguments) const {
  Answer out{.verdict = Verdict::found};
  const auto trips = tenants_.find(request.tenant);
  if (trips == tenants_.end()) return out;
  for (const auto& [id, trip] : trips->second) {
    const Tree& document = trip.versions.back().document;
    const Tree* archived = meta_of(document, "isArchived");
    if (archived && *archived == Tree(true)) continue;
    if (!has_word(document, folded(arguments.text_of("query")))) continue;
    const Tree* title = meta_of(document, "title");
    out.found.push_back({.trip = id,
                         .title = title && title->text() ? *title->text() : std::string(),
                         .version = trip.version()});
  }
  std::ranges::reverse(out.found);
  return out;
}

}  // namespace vg::model
