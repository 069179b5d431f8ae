// Every statement of the product, by name. ?1 to ?3 are the caller: token hash, local tenant, now;
// the rest is said at each.
//
// A write is one batch: the guarded change of the read model first, then what depends on it by
// `changes() = 1`, then the question what happened. When a guard fails nothing is written and the
// last statement says why. `request` stands for the fingerprint of a write; it counts as seen when
// its row is younger than `cutoff`.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace vg::store {

// -> tenant, name, scopes; no row for a token that is unknown, expired or revoked. First in every
// batch.
extern const std::string_view kWho;

// ---- trips: ?4 is the trip's id

// ?5 slug ?6 day ?7 search ?8 document ?9 request ?10 cutoff ?11 client id ?12 client name key ?13
// client e-mail key ?14 terms
extern const std::string_view kInsertTrip;
// ?5 slug ?6 day ?7 search patch ?8 patch ?9 request ?10 cutoff ?11 id of the trip that is copied
// ?12 terms patch
extern const std::string_view kCopyTrip;
// ?5 expected version or null ?6 patch ?7 search patch ?8 request ?9 cutoff ?10 must exist ?11 must
// not exist ?12 items added ?13 terms patch
extern const std::string_view kUpdateTrip;
// ?5 expected version ?6 document ?7 search ?8 request ?9 cutoff ?10 terms
extern const std::string_view kReplaceTrip;
// ?5 expected version or null ?6 request ?7 cutoff ?8 offers
extern const std::string_view kTouchTrip;
// The columns that are indexed follow what was written: the day of the last change, after each of
// the three above; those of the document, when it may have changed in one of them. Both write only
// what differs, so that most edits write no index, and may be repeated.
extern const std::string_view kDateTrip;
extern const std::string_view kListTrip;
// ?5 kind ?6 request ?7 payload, or null for the document as it is now
extern const std::string_view kInsertEvent;
// ?5 request ?6 cutoff ?7 must exist ?8 must not exist
// -> version, document, slug, [digest, tool, subject, version, nonce] of the request, missing
// paths, present paths
extern const std::string_view kTripOutcome;
// -> version, document, slug, created, updated
extern const std::string_view kSelectTrip;
// Alone in its batch, with who asks: -> tenant, name, scopes, version, document; the last two null
// without such a trip, no row without a token that is good
extern const std::string_view kOpenTrip;
// ?5 version -> version, kind, at, actor, payload of what makes it, oldest first: the newest
// checkpoint up to it, if there is one, and the events since
extern const std::string_view kSelectEvents;
// -> the same of the version before the present one
extern const std::string_view kSelectEventsBeforeLast;
// ?5 before version ?6 limit -> version, kind, at, who, size of the payload, the payload when it is
// small; newest first
extern const std::string_view kHistory;

// ---- lists -> id, version, title, client, destination, phase, start, end, updated, hold date

// All take ?4 id of the last one before ?5 limit ?6 phase ?7 from ?8 to ?9 archived too ?10 client
// id ?11 to ?16 words as trip::SearchWord has them; each walks one index in the order of its
// answer.
//
// ?17 to ?20 keys of the words; newest first
extern const std::string_view kFindByWord;
// requires ?10; newest first
extern const std::string_view kFindByClient;
// ?17 end date of the last one before, or ?7 with an empty ?4; those that end soonest first
extern const std::string_view kFindByEnd;
// requires ?6; newest first
extern const std::string_view kFindByPhase;
// newest first
extern const std::string_view kFindAll;
inline constexpr std::size_t kMaxWords = 6;
inline constexpr std::size_t kMaxKeys = 4;
// ?4 limit
extern const std::string_view kRecentTrips;
// ?4 from date ?5 to date ?6 limit
extern const std::string_view kHeldTrips;

// ---- the index over words: ?4 is the trip's id; what a trip is found by follows its row

extern const std::string_view kIndexTrip;
// Takes over the name of its client; before kIndexTrip.
extern const std::string_view kNameClient;

// ---- requests

// ?4 subject ?5 request ?6 digest ?7 tool ?8 nonce
extern const std::string_view kInsertRequest;
// ?4 request ?5 cutoff -> [digest, tool, subject, version, nonce]
extern const std::string_view kSelectRequest;

// ---- clients: ?4 id, or null for the one of the e-mail or name ?5 id when it is new ?6 name key
// ?7 e-mail key

// ?8 patch ?9 request ?10 cutoff ?11 searched name or null ?12 its terms or null
extern const std::string_view kUpsertClient;
// ?8 request ?9 patch
extern const std::string_view kInsertClientEvent;
// Carry a new name over to the trips of the client that do not have it yet, and, if there were any,
// into the index over words: the second right after the first.
extern const std::string_view kRenameClient;
extern const std::string_view kIndexClient;
// -> id, version, document; [{id, name, email}] of all clients of that name
extern const std::string_view kClientOutcome;

// ---- captured offers: ?4 is the trip's id

// ?5 offers
extern const std::string_view kUpsertOptions;
// ?5 request ?6 cutoff -> version of the trip, number of offers, size of all offers, request
extern const std::string_view kOptionsOutcome;
// -> version of the trip, document, offers
extern const std::string_view kSelectOptions;

// ---- publications: ?4 is the trip's id

// ?5 target or null ?6 limit -> target, number, action, version, revision, address, content hash,
// at; newest first per target
extern const std::string_view kSelectPublications;
// ?5 target ?6 action ?7 version ?8 revision ?9 address ?10 content hash
extern const std::string_view kInsertPublication;

// ---- tokens, for the command line: ?2 is the tenant

// ?4 hash ?5 name ?6 scopes ?7 expires
extern const std::string_view kInsertToken;
// The same -> hash. A subject has one row: one that was revoked or is over is made anew. No row,
// and nothing changed, when there is one that holds, or one of another tenant.
extern const std::string_view kAdmitSubject;
// -> hash, name, scopes, created, expires, revoked
extern const std::string_view kListTokens;
// ?4 name or start of the hash -> name of each that was revoked
extern const std::string_view kRevokeToken;

// ---- maintenance: ?2 is the tenant where rows of one trip are meant, ?4 the trip's id; the others
// look at all tenants

// ?4 versions without a checkpoint ?5 limit -> trip of each new one
extern const std::string_view kCheckpointTrips;
// ?4 not younger than -> id of each
extern const std::string_view kForgetRequests;
// ?4 versions to keep ?5 older than ?6 limit -> tenant, trip, version of the checkpoint up to which
// events may go
extern const std::string_view kForgettable;
// ?5 before version -> versions that were published and have no checkpoint
extern const std::string_view kPublishedBefore;
// ?5 version ?6 document
extern const std::string_view kInsertCheckpoint;
// ?5 version -> version of each
extern const std::string_view kForgetEvents;
// ?5 before version; published ones stay
extern const std::string_view kForgetCheckpoints;
// ?4 after tenant ?5 after trip ?6 limit -> tenant, trip, version, document, search, terms, number
// of terms that the index lacks, whether an indexed column does not follow
extern const std::string_view kAuditTrips;
// -> version, kind, payload
extern const std::string_view kAuditEvents;
// -> version, document
extern const std::string_view kAuditCheckpoints;
// -> kind of row, number of those that belong to nothing
extern const std::string_view kAuditOrphans;

// ---- all that is stored about a client, and erasing it; these may read every row of the tenant

// ?4 id ?5 e-mail key -> id, e-mail key or an empty text
extern const std::string_view kFindClient;
// ?4 id of a client -> ids
extern const std::string_view kTripsOfClient;
// ?4 id of a client ?5 its e-mail key, or an empty text -> ids of trips of others that hold either
extern const std::string_view kTripsNaming;
// ?4 [trip, …] -> trip, target of the pages that are on a site now
extern const std::string_view kPagesOf;
// ?4 [subject, …] ?5 e-mail key, or an empty text -> origin, key, cells of rows of an older system
extern const std::string_view kKeptOf;
// ?4 subject -> version, kind, at, actor, payload
extern const std::string_view kEventsOf;
// ?4 id -> document
extern const std::string_view kClientDocument;
// ?4 id -> document, offers or null
extern const std::string_view kTripAndOffers;
// ?4 [trip, …]
extern const std::string_view kEraseTerms;
extern const std::string_view kEraseCheckpoints;
extern const std::string_view kEraseOffers;
extern const std::string_view kErasePublications;
extern const std::string_view kEraseTrips;
// ?4 [subject, …]
extern const std::string_view kEraseRequests;
extern const std::string_view kEraseEvents;
extern const std::string_view kEraseClient;
// as kKeptOf
extern const std::string_view kEraseKept;

// ---- what changed since a time; reads every event of the tenant, for a rollback of a cutover

// ?4 subject ?5 version, behind which to begin ?6 at, in milliseconds ?7 how many -> subject,
// version, kind, at, actor, payload
extern const std::string_view kEventsSince;
// ?4 at -> trip, target, action, version, url, at
extern const std::string_view kPublicationsSince;

// ---- import from the old system; ids are those that the import makes of the source's keys

// ?4 [id, …] ?5 whether the documents are wanted -> id, version, document or null, of those that
// are there
extern const std::string_view kImportedTrips;
// ?4 [id, …] of trips and clients -> id, the document as it first came, of those whose first event
// is kept
extern const std::string_view kImportedWords;
// ?4 [{id, email}, …] -> id, whether a client has it, id of another client with the address,
// document
extern const std::string_view kImportedClients;
// ?4 id ?5 name key ?6 e-mail key or null ?7 searched name ?8 its terms ?9 document; its event is
// kInsertClientEvent. Does nothing for a client that is there.
extern const std::string_view kImportClient;
// ?4 [id, …]; as kIndexTrip for each of them
extern const std::string_view kIndexTrips;
// ?4 source ?5 origin ?6 key ?7 subject or null ?8 reason ?9 cells -> a row when it was not there
extern const std::string_view kKeepRow;
// The same for kRowsTogether rows: ?4 source, then five parameters for each -> a row for each that
// was not there
extern const std::string_view kKeepRows;
inline constexpr std::size_t kRowsTogether = 16;
// ?4 source ?5 origin ?6 [key, …] -> key, cells
extern const std::string_view kKeptRows;
// ?4 source -> origin, number of rows
extern const std::string_view kCountKept;
// ?4 source ?5 file ?6 slices ?7 whether that was all
extern const std::string_view kMarkImport;
// ?4 source ?5 file -> slices, whether that was all
extern const std::string_view kImportMark;

struct NamedSql {
  std::string_view name;
  std::string_view sql;
};
// For tests that look at every statement: plans, limits, parameters.
std::span<const NamedSql> all_statements();

}  // namespace vg::store
