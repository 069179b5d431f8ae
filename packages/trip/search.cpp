#include "trip/search.hpp"

#include "base/text.hpp"

#include <array>
#include <string>

namespace vg::trip {

using json::Member;
using json::Value;

namespace {

// What is searched: `*` stands for every item of a collection.
struct Searched {
  std::string_view collection, item, field;
};
constexpr std::array<Searched, 8> kSearched = {{{"meta", "", "title"},
                                                {"meta", "", "subtitle"},
                                                {"meta", "", "clientName"},
                                                {"meta", "", "destination"},
                                                {"meta", "", "destinations"},
                                                {"meta", "", "tags"},
                                                {"lodging", "*", "name"},
                                                {"lodging", "*", "location"}}};

std::string text_of(Value value) {
  std::string out(value.text());
  for (const Value& item : value.items()) out.append(" ").append(item.text());
  return fold(out);
}

class Indexer {
 public:
  Indexer(json::Arena& arena, bool patch) : arena_(arena), patch_(patch), out_(arena) {}

  Value run(Value document) {
    for (const Searched& searched : kSearched) {
      const Value* collection = document.find(searched.collection);
      if (collection == nullptr) continue;
      if (searched.item.empty()) {
        if (collection->is_null()) put(searched.collection, searched.field, Value());
        if (const Value* field = collection->find(searched.field))
          put(searched.collection, searched.field, *field);
        continue;
      }
      for (const Member& item : collection->members()) {
        const std::string place = std::string(searched.collection) + "/" + std::string(item.key);
        if (item.value.is_null()) put(place, searched.field, Value());
        if (const Value* field = item.value.find(searched.field))
          put(place, searched.field, *field);
      }
    }
    if (const Value* notes = document.find("notes")) put("", "notes", *notes);
    return out_.finish();
  }

 private:
  void put(std::string_view place, std::string_view field, Value value) {
    const std::string_view key = arena_.copy(
        place.empty() ? std::string(field) : std::string(place) + "/" + std::string(field));
    const std::string text = value.is_null() ? std::string() : text_of(value);
    if (!text.empty()) {
      out_.set(key, Value(arena_.copy(text)));
    } else if (patch_) {
      out_.set(key, Value());
    }
  }

  json::Arena& arena_;
  bool patch_;
  json::ObjectBuilder out_;
};

}  // namespace

Value search_index(json::Arena& arena, Value stored) {
  return Indexer(arena, false).run(stored);
}

Value search_patch(json::Arena& arena, Value document_patch) {
  return Indexer(arena, true).run(document_patch);
}

}  // namespace vg::trip
