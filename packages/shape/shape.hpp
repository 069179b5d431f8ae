// The language in which documents and arguments are described once.
//
// A Shape lists the fields of an object; a Field states its name, kind, limits, who may see it,
// what it is for and how it was spelled before. Reading, checking, showing, JSON Schema and the
// guide all come from these tables; they hold no code.
//
// Collections (`items`) are stored as a map from item id to item, each with an order key `seq`, so
// that a change is a small merge patch; they are shown as a list whose items carry `id`.
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vg::shape {

enum class Kind {
  label,     // one line of text
  text,      // text with line breaks
  flag,      // true or false
  integer,   // a whole number
  decimal,   // an exact number
  date,      // YYYY-MM-DD
  money,     // {minor, currency}; read from `642 EUR` and, where a currency is known, from plain
             // numbers
  url,       // http, https, mailto or tel, or a path inside the site
  choice,    // one of a closed set of words
  labels,    // a list of labels
  choices,   // a list of words of a closed set
  currency,  // an ISO 4217 code
  ref,       // the id of an item
  refs,      // a list of ids of items
  object,    // a nested object
  list,      // a list of nested objects without ids, replaced as a whole
  items,     // a collection of nested objects with ids
  record,    // free keys with texts, numbers, flags or lists of them
  secret,    // free content that only the advisor's private view shows
  records,   // arguments only: a list of free objects
  any        // any JSON, looked at by the use case itself
};

// Who may see a value. What no field describes is for the advisor.
enum class Visibility {
  client,   // may stand on a page
  advisor,  // in the chat and the API, never on a page
  secret    // only in the private view: identity documents, commission, internal notes
};

struct Shape;

struct Field {
  std::string_view name;
  Kind kind = Kind::label;
  Visibility visibility = Visibility::advisor;
  std::string_view doc;
  std::string_view words;    // choice, choices: the words, separated by spaces
  std::string_view aliases;  // older spellings, separated by spaces
  std::string_view
      overflow;  // a text field that takes a value which this field cannot hold, such as `from 45`
  const Shape* shape = nullptr;
  std::int64_t least = 0;  // integer and decimal: smallest; money: 0 refuses negative amounts
  std::int64_t most =
      0;  // label, text: code points; integer, decimal: largest; lists, items: entries
  bool required = false;
  bool locator = false;    // opens a booking: shown only behind a passcode
  bool explained = false;  // arguments: another tool or the instructions explain it, so that a
                           // brief schema gives its type alone

  constexpr Field also(std::string_view spellings) const {
    Field out = *this;
    out.aliases = spellings;
    return out;
  }
  constexpr Field or_text(std::string_view field) const {
    Field out = *this;
    out.overflow = field;
    return out;
  }
  constexpr Field from(std::int64_t smallest) const {
    Field out = *this;
    out.least = smallest;
    return out;
  }
  constexpr Field up_to(std::int64_t largest) const {
    Field out = *this;
    out.most = largest;
    return out;
  }
  constexpr Field must() const {
    Field out = *this;
    out.required = true;
    return out;
  }
  constexpr Field explained_elsewhere() const {
    Field out = *this;
    out.explained = true;
    return out;
  }
  constexpr Field opens_booking() const {
    Field out = *this;
    out.locator = true;
    return out;
  }
};

struct Shape {
  std::string_view name;  // `stay`: the name of its schema definition and of one item in messages
  std::span<const Field> fields;
  std::string_view bare =
      {};  // the field that a bare text stands for: "Museum" is {"name": "Museum"}
  std::string_view id_prefix = {};  // of generated item ids

  // Looks behind the field `last` first: what the reader wrote has the order of the shape.
  const Field* find(std::string_view field_name, const Field* last = nullptr) const {
    const std::size_t first =
        last == nullptr ? 0 : static_cast<std::size_t>(last - fields.data()) + 1;
    for (std::size_t i = first; i < fields.size(); ++i)
      if (json::same_key(fields[i].name, field_name)) return &fields[i];
    for (std::size_t i = 0; i < first; ++i)
      if (json::same_key(fields[i].name, field_name)) return &fields[i];
    return nullptr;
  }
};

inline constexpr std::size_t kMaxFields = 64;  // of one shape

inline constexpr std::int64_t kLabelMax = 500;
inline constexpr std::int64_t kTextMax = 20'000;
inline constexpr std::int64_t kListMax = 500;
inline constexpr std::int64_t kRecordMax = 200;

inline constexpr auto client = Visibility::client;
inline constexpr auto advisor = Visibility::advisor;
inline constexpr auto secret = Visibility::secret;

constexpr Field make_field(std::string_view name, Kind kind, Visibility who, std::string_view doc,
                           std::int64_t most) {
  Field out;
  out.name = name;
  out.kind = kind;
  out.visibility = who;
  out.doc = doc;
  out.most = most;
  return out;
}
constexpr Field label(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::label, who, doc, kLabelMax);
}
constexpr Field text(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::text, who, doc, kTextMax);
}
constexpr Field flag(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::flag, who, doc, 0);
}
constexpr Field integer(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::integer, who, doc, 1'000'000'000);
}
constexpr Field decimal(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::decimal, who, doc, 1'000'000'000);
}
constexpr Field date(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::date, who, doc, 0);
}
constexpr Field money(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::money, who, doc, 0);
}
constexpr Field url(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::url, who, doc, 2'000);
}
constexpr Field labels(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::labels, who, doc, kListMax);
}
constexpr Field choice(std::string_view name, Visibility who, std::string_view words,
                       std::string_view doc = {}) {
  Field out = make_field(name, Kind::choice, who, doc, 0);
  out.words = words;
  return out;
}
constexpr Field choices(std::string_view name, Visibility who, std::string_view words,
                        std::string_view doc = {}) {
  Field out = make_field(name, Kind::choices, who, doc, kListMax);
  out.words = words;
  return out;
}
constexpr Field currency(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::currency, who, doc, 3);
}
constexpr Field records(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::records, who, doc, kListMax);
}
// Raw content that no page may show; kept as it is.
constexpr Field raw(std::string_view name, std::string_view doc = {}) {
  return make_field(name, Kind::any, advisor, doc, 0);
}
constexpr Field ref(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::ref, who, doc, 0);
}
constexpr Field refs(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::refs, who, doc, kListMax);
}
constexpr Field nested(std::string_view name, Kind kind, Visibility who, const Shape& shape,
                       std::string_view doc) {
  Field out = make_field(name, kind, who, doc, kListMax);
  out.shape = &shape;
  return out;
}
constexpr Field object(std::string_view name, Visibility who, const Shape& shape,
                       std::string_view doc = {}) {
  return nested(name, Kind::object, who, shape, doc);
}
constexpr Field list(std::string_view name, Visibility who, const Shape& shape,
                     std::string_view doc = {}) {
  return nested(name, Kind::list, who, shape, doc);
}
constexpr Field items(std::string_view name, Visibility who, const Shape& shape,
                      std::string_view doc = {}) {
  return nested(name, Kind::items, who, shape, doc).up_to(2'000);
}
constexpr Field record(std::string_view name, Visibility who, std::string_view doc = {}) {
  return make_field(name, Kind::record, who, doc, kRecordMax);
}
// What any object of a document may carry for the advisor alone.
constexpr Field private_notes() {
  return make_field("_private", Kind::secret, secret,
                    "Commission, contacts, documents: never shown to a client", 0);
}

// The names that are reserved in every object of a stored document.
inline constexpr std::string_view kId = "id";    // of an item, in lists
inline constexpr std::string_view kSeq = "seq";  // order key of an item, in maps
inline constexpr std::string_view kPrivate = "_private";
inline constexpr std::string_view kUnread = "_unread";  // values that did not fit their field

// Whether `word` is one of the words of a choice.
bool is_word_of(const Field& field, std::string_view word);

// Names of values that are private wherever they stand: commission, net rates, contacts, identity
// documents.
bool is_private_name(std::string_view name);

// Two spellings of one name: `check_in`, `checkIn` and `CheckIn` are equal.
bool same_spelling(std::string_view a, std::string_view b);

// The id that a text gives an item: lower case letters, digits and `-`, at most 40; empty when
// nothing of it is left.
std::string to_item_id(std::string_view text);

// The field that a key means: by name, else by an older or another spelling.
struct Match {
  const Field* field = nullptr;
  bool exact = false;
};
Match match_field(const Shape& shape, std::string_view key);

}  // namespace vg::shape
