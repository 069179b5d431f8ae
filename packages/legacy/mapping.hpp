// Rows of the old system as what they are here.
//
// A field that has a place is put there; every other member of an object goes into the `_private`
// of the object that it belongs to, and every other column of a row into `_private.legacy` of the
// document. What a document cannot hold is handed back as `overflow`. Nothing is invented: an
// amount without a currency stays what it is, a date that does not exist stays a text.
#pragma once

#include "base/calendar.hpp"
#include "json/value.hpp"
#include "legacy/findings.hpp"
#include "legacy/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::legacy {

// One client of the old system, or what its rows of one e-mail address make together.
struct ClientRef {
  std::string id;     // here
  std::string email;  // lower case, as the old system had it
  std::string name;
  bool exact = false;  // asked for by an address in the very spelling of the row
};

// What the first pass over a dump learned.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  virtual bool has_trip(std::int64_t id) = 0;
  virtual bool has_hotel(std::int64_t id) = 0;
  virtual bool has_rate(std::int64_t id) = 0;
  virtual bool has_tier(std::string_view tier) = 0;
  virtual std::optional<ClientRef> client_by_email(std::string_view email) = 0;
  virtual std::optional<ClientRef> client_by_id(std::int64_t id) = 0;

  struct Assignment {
    std::string key, email, role;
  };
  virtual std::vector<Assignment> assignments_of(std::int64_t trip) = 0;
  // JSON objects of the columns, of the hotels of a trip and of their rooms.
  struct Hotel {
    std::string cells;
    std::vector<std::string> rooms;
  };
  virtual std::vector<Hotel> hotels_of(std::int64_t trip) = 0;

  std::string name;   // of the source: part of every identity
  std::string as_of;  // YYYY-MM-DD
};

// `t_` or `c_` and 16 characters that the same row of the same source always gets.
std::string trip_id_of(std::string_view source, std::string_view key,
                       std::optional<Instant> created);
std::string client_id_of(std::string_view source, std::string_view key);

struct MappedTrip {
  std::string id;
  std::string key;       // of the row
  std::string document;  // stored form
  std::string search, terms;
  std::string client_id;  // or empty
  std::string offers;     // a merge patch of the option set; empty for none
  std::vector<std::pair<std::string, std::string>>
      overflow;                         // column, text: too large for the document
  std::optional<Instant> updated = {};  // when the old system changed it last
};

// The row as text for `legacy_row`: {column: value} of what is not null. A blob is {"blob": hex},
// a number that JSON cannot hold {"real": digits}.
std::string cells_json(const Row& row);
json::Value cell_value(json::Arena& arena, const Cell& cell);

MappedTrip map_trip(const Row& row, Source& source, Findings& findings);

// Rows of one client, the first one first, as cells_json has them.
struct MappedClient {
  std::string id;
  std::string name_key, email_key;  // email_key may be empty
  std::string document, search, terms;
  bool complete = true;  // the document holds every row
};
MappedClient map_client(const std::string& id, const std::vector<std::string>& rows);

// A trip document of another generation, one per file.
MappedTrip map_document(json::Value document, std::string_view file, std::string_view source);

// Dirt, orphans, duplicates and counts of a row of any other table, and the trip that it belongs
// to, if that exists; nothing is told twice.
struct Judgement {
  std::optional<std::int64_t> trip;
  std::string_view reason;  // why the row is kept as it is: a word of `kReasons`
};
Judgement judge(const Row& row, Source& source, Findings& findings);
inline constexpr std::string_view kReasons =
    "history proposal set_aside configuration instruction offer unattached assignment derived "
    "telemetry housekeeping billing unknown_table overflow client_exists";

// Told as rows that are the same, of which the key is their base: dirt, once all are known.
inline constexpr std::string_view kTwoCurrent = "proposal_version_two_current";

bool is_address(std::string_view email);
std::string lower_trimmed(std::string_view text);

}  // namespace vg::legacy
