#include "store/statements.hpp"

#include "store/caller_sql.hpp"
#include "store/statement_lists.hpp"

#include <array>
#include <vector>

namespace vg::store {
namespace {

constexpr auto kWhoText =
    sql("SELECT ?2 AS tenant, 'local' AS name, 'read write publish admin' AS scopes WHERE ?2 IS "
        "NOT NULL "
        "UNION ALL SELECT tenant, name, scopes FROM token "
        "WHERE hash = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?3)");

// The client that a name, an e-mail address or an id means: null when there is none or when a name
// means several.
constexpr auto kClientByName =
    sql("SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM client WHERE tenant = ", kWriter,
        " AND name_key = ");
constexpr auto kClientByEmail =
    sql("SELECT id FROM client WHERE tenant = ", kWriter, " AND email_key = ");
constexpr auto kClientById = sql("SELECT id FROM client WHERE tenant = ", kWriter, " AND id = ");

// Of a new trip: the one that is said, or the one that the document names, if there is one.
constexpr auto kTripClient =
    sql("(CASE WHEN ?11 IS NOT NULL THEN (", kClientById, "?11) WHEN ?13 IS NOT NULL THEN (",
        kClientByEmail, "?13) WHEN ?12 IS NOT NULL THEN (", kClientByName, "?12) ELSE (",
        kClientById, "?8 ->> '$.meta.clientId') END)");

// The columns of a trip that follow its document and are indexed, and where they stand there.
constexpr auto kListedBy = sql("phase, client_id, end_date, hold_date");
constexpr auto kListedByOf =
    sql("doc ->> '$.meta.phase', doc ->> '$.meta.clientId', doc ->> '$.dates.end', doc ->> "
        "'$.meta.holdDate'");

constexpr auto kNewTrip =
    sql("INSERT INTO trip (tenant, id, version, slug, created_at, updated_at, touched_day, search, "
        "terms, doc, ",
        kListedBy, ") ");

constexpr auto kInsertTripText =
    sql(kNewTrip, "SELECT ", kWriter,
        ", ?4, 1, ?5, ?3, ?3, ?6, ?7, ?14, CASE WHEN c.id IS ?8 ->> '$.meta.clientId' THEN ?8 WHEN "
        "c.id IS NOT NULL THEN json_set(?8, '$.meta.clientId', c.id) ELSE json_remove(?8, "
        "'$.meta.clientId') END, ?8 ->> '$.meta.phase', c.id, ?8 ->> '$.dates.end', ?8 ->> "
        "'$.meta.holdDate' FROM (SELECT ",
        kTripClient, " AS id) c WHERE ", kWriter,
        " IS NOT NULL AND (c.id IS NOT NULL OR (?11 IS NULL AND ?12 IS NULL AND ?13 IS NULL)) "
        "AND NOT EXISTS (SELECT 1 FROM client o WHERE o.tenant = ",
        kWriter,
        " AND o.email_key = ?13 AND o.id <> c.id) "
        "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = ",
        kWriter, " AND r.id = ?9 AND r.at > ?10)");

constexpr auto kCopyTripText =
    sql("WITH made AS MATERIALIZED (SELECT s.tenant, json_patch(s.search, ?7) AS search, "
        "json_patch(s.terms, ?12) AS terms, json_patch(s.doc, ?8) AS doc FROM trip s WHERE "
        "s.tenant = ",
        kWriter,
        " AND s.id = ?11 AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = s.tenant AND "
        "r.id = ?9 AND r.at > ?10)) ",
        kNewTrip, "SELECT tenant, ?4, 1, ?5, ?3, ?3, ?6, search, terms, doc, ", kListedByOf,
        " FROM made");

constexpr auto kUpdateTripText = sql(
    "UPDATE trip SET doc = json_patch(doc, ?6), search = json_patch(search, ?7), terms = "
    "json_patch(terms, ?13), version = version + 1, updated_at = ?3 "
    "WHERE tenant = ",
    kWriter,
    " AND id = ?4 AND (?5 IS NULL OR version = ?5) "
    "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = trip.tenant AND r.id = ?8 AND r.at > "
    "?9) "
    "AND NOT EXISTS (SELECT 1 FROM json_each(?10) g WHERE json_type(trip.doc, g.value) IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM json_each(?11) g WHERE json_type(trip.doc, g.value) IS NOT "
    "NULL) "
    // A document is counted or measured only when it is large enough to come near its limits.
    "AND (?12 = 0 OR length(doc) + 20 * ?12 < 40000 "
    "OR (SELECT count(*) FROM json_tree(trip.doc) n WHERE n.key = 'seq') + ?12 <= 2000) "
    "AND (length(doc) + length(?6) < 250000 OR length(CAST(json_patch(doc, ?6) AS BLOB)) <= "
    "1000000)");

constexpr auto kReplaceTripText = sql(
    "UPDATE trip SET doc = ?6, search = ?7, terms = ?10, version = version + 1, updated_at = ?3 "
    "WHERE tenant = ",
    kWriter,
    " AND id = ?4 AND version = ?5 "
    "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = trip.tenant AND r.id = ?8 AND "
    "r.at > ?9)");

constexpr auto kTouchTripText = sql(
    "UPDATE trip SET version = version + 1, updated_at = ?3 WHERE tenant = ", kWriter,
    " AND id = ?4 AND (?5 IS NULL OR version = ?5) "
    "AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = trip.tenant AND r.id = ?6 AND r.at > "
    "?7) "
    "AND NOT EXISTS (SELECT 1 FROM option_set o WHERE o.tenant = trip.tenant AND o.trip = trip.id "
    "AND (length(CAST(json_patch(o.doc, ?8) AS BLOB)) > 1000000 OR (SELECT count(*) FROM "
    "json_each(json_patch(o.doc, ?8))) > 2000))");

constexpr auto kDateTripText =
    sql("UPDATE trip SET touched_day = updated_at / 86400000 WHERE tenant = ", kWriter,
        " AND id = ?4 AND touched_day <> updated_at / 86400000");
constexpr auto kListTripText =
    sql("UPDATE trip SET (", kListedBy, ") = (", kListedByOf, ") WHERE tenant = ", kWriter,
        " AND id = ?4 AND (", kListedBy, ") IS NOT (", kListedByOf, ")");

constexpr auto kInsertEventText =
    sql("INSERT INTO event (tenant, subject, version, kind, at, actor, request, payload) "
        "SELECT t.tenant, t.id, t.version, ?5, ?3, ",
        kActor, ", ?6, coalesce(?7, t.doc) FROM trip t WHERE t.tenant = ", kWriter,
        " AND t.id = ?4 AND changes() = 1");

constexpr auto kRequestRow = sql("json_array(r.digest, r.tool, r.subject, r.version, r.nonce)");

constexpr auto kTripOutcomeText =
    sql("SELECT t.version, t.doc, t.slug, "
        "(SELECT ",
        kRequestRow,
        " FROM request r WHERE r.tenant = t.tenant AND r.id = ?5 AND r.at > ?6), "
        "(SELECT json_group_array(g.value) FROM json_each(?7) g WHERE json_type(t.doc, g.value) IS "
        "NULL), "
        "(SELECT json_group_array(g.value) FROM json_each(?8) g WHERE json_type(t.doc, g.value) IS "
        "NOT NULL) "
        "FROM trip t WHERE t.tenant = ",
        kReader, " AND t.id = ?4");

constexpr auto kSelectTripText =
    sql("SELECT version, doc, slug, created_at, updated_at FROM trip WHERE tenant = ", kReader,
        " AND id = ?4");

// Who asks and the trip at once, so that the token is read only once.
constexpr auto kOpenTripText =
    sql("SELECT w.tenant AS tenant, w.name AS name, w.scopes AS scopes, t.version AS version, "
        "t.doc AS doc FROM (",
        kWhoText, ") w LEFT JOIN trip t ON t.tenant = w.tenant AND t.id = ?4");

// The events from the last one that holds the whole document.
constexpr auto kEventsUpTo = sql(
    "SELECT e.version, e.kind, e.at, e.actor, e.payload FROM event e WHERE e.tenant = ", kReader,
    " AND e.subject = ?4 AND e.version <= ");
constexpr auto kNewestCheckpoint =
    sql("(SELECT max(c.version) FROM checkpoint c WHERE c.tenant = ", kReader,
        " AND c.trip = ?4 AND c.version <= ");
constexpr auto kCheckpoint =
    sql("SELECT c.version AS version, 'checkpoint' AS kind, 0 AS at, '' AS actor, c.doc AS payload "
        "FROM checkpoint c WHERE c.tenant = ",
        kReader, " AND c.trip = ?4 AND c.version = ");
constexpr auto kBeforeLast =
    sql("(SELECT t.version - 1 FROM trip t WHERE t.tenant = ", kReader, " AND t.id = ?4)");

constexpr auto kSelectEventsText =
    sql(kCheckpoint, kNewestCheckpoint, "?5) UNION ALL ", kEventsUpTo,
        "?5 AND e.version > coalesce(", kNewestCheckpoint, "?5), 0) ORDER BY 1");
constexpr auto kSelectEventsBeforeLastText =
    sql(kCheckpoint, kNewestCheckpoint, kBeforeLast, ") UNION ALL ", kEventsUpTo, kBeforeLast,
        " AND e.version > coalesce(", kNewestCheckpoint, kBeforeLast, "), 0) ORDER BY 1");

constexpr auto kHistoryText =
    sql("SELECT e.version, e.kind, e.at, coalesce(k.name, e.actor), length(e.payload), "
        "CASE WHEN length(e.payload) <= 4000 THEN e.payload END FROM event e LEFT JOIN token k ON "
        "k.hash = e.actor WHERE e.tenant = ",
        kReader, " AND e.subject = ?4 AND e.version < ?5 ORDER BY e.version DESC LIMIT ?6");

constexpr auto kListedColumns =
    sql("SELECT t.id, t.version, t.title, t.client_name, t.destination, t.phase, t.start_date, "
        "t.end_date, t.updated_at, t.hold_date ");
constexpr auto kListed = sql(kListedColumns, "FROM trip t WHERE t.tenant = ", kReader);

// What every search checks of a trip, whichever index led to it.
constexpr auto kFits = sql(
    " AND (?6 IS NULL OR t.phase = ?6) AND (?7 IS NULL OR t.end_date >= ?7) AND (?8 IS NULL OR "
    "t.start_date <= ?8) AND (?9 = 1 OR t.archived = 0) AND (?10 IS NULL OR t.client_id = ?10) "
    "AND (?11 IS NULL OR instr(t.search, ?11) > 0) AND (?12 IS NULL OR instr(t.search, ?12) > 0) "
    "AND (?13 IS NULL OR instr(t.search, ?13) > 0) AND (?14 IS NULL OR instr(t.search, ?14) > 0) "
    "AND (?15 IS NULL OR instr(t.search, ?15) > 0) AND (?16 IS NULL OR instr(t.search, ?16) > 0)");
constexpr auto kNewestFirstPage = sql(" ORDER BY t.id DESC LIMIT ?5");

constexpr auto kHasKey =
    sql("EXISTS (SELECT 1 FROM term q WHERE q.tenant = p.tenant AND q.trip = p.trip AND q.term = ");

constexpr auto kFindByWordText =
    sql(kListedColumns,
        "FROM term p CROSS JOIN trip t ON t.tenant = p.tenant AND t.id = p.trip WHERE p.tenant = ",
        kReader, " AND p.term = ?17 AND p.trip < ?4 AND (?18 IS NULL OR ", kHasKey,
        "?18)) AND (?19 IS NULL OR ", kHasKey, "?19)) AND (?20 IS NULL OR ", kHasKey, "?20))",
        kFits, " ORDER BY p.trip DESC LIMIT ?5");
constexpr auto kFindByClientText =
    sql(kListedColumns, "FROM trip t INDEXED BY trip_client WHERE t.tenant = ", kReader,
        " AND t.client_id = ?10 AND t.id < ?4", kFits, kNewestFirstPage);
constexpr auto kFindByEndText =
    sql(kListedColumns, "FROM trip t INDEXED BY trip_end WHERE t.tenant = ", kReader,
        " AND (t.end_date, t.id) > (?17, ?4)", kFits, " ORDER BY t.end_date, t.id LIMIT ?5");
constexpr auto kFindByPhaseText =
    sql(kListedColumns, "FROM trip t INDEXED BY trip_phase WHERE t.tenant = ", kReader,
        " AND t.phase = ?6 AND t.id < ?4", kFits, kNewestFirstPage);
constexpr auto kFindAllText = sql(kListed, " AND t.id < ?4", kFits, kNewestFirstPage);

// Rows of the index over words, from what the trips say of themselves. Repeating it adds nothing.
constexpr auto kTerms =
    sql("INSERT OR IGNORE INTO term (tenant, term, trip) SELECT t.tenant, j.key, t.id FROM ");
constexpr auto kIndexTripText =
    sql(kTerms, "trip t, json_each(t.terms) j WHERE t.tenant = ", kWriter, " AND t.id = ?4");
// In the order of the index, which is much larger than a slice: neighbours are written together.
// What is written follows from the trips, so that no scope is asked for: the function in kWriter
// would make SQLite keep a copy of every page until the statement ends.
constexpr auto kIndexTripsText =
    sql(kTerms, "json_each(?4) i CROSS JOIN trip t ON t.tenant = ", kReader,
        " AND t.id = i.value, json_each(t.terms) j ORDER BY j.key, t.id");
constexpr auto kClientOfTrip =
    sql(" FROM client c WHERE c.tenant = trip.tenant AND c.id = trip.client_id)");
constexpr auto kNameClientText =
    sql("UPDATE trip SET search = json_set(search, '$.client', coalesce((SELECT c.search",
        kClientOfTrip, ", '')), terms = json_patch(terms, coalesce((SELECT c.terms", kClientOfTrip,
        ", '{}')) WHERE tenant = ", kWriter,
        " AND id = ?4 AND (client_id IS NOT NULL OR search ->> '$.client' IS NOT NULL)");

constexpr auto kRecentTripsText =
    sql(kListed, " AND t.archived = 0 ORDER BY t.touched_day DESC, t.id DESC LIMIT ?4");

constexpr auto kHeldTripsText = sql(kListed,
                                    " AND t.hold_date BETWEEN ?4 AND ?5 AND t.archived = 0 AND "
                                    "t.phase IS NOT 'cancelled' ORDER BY t.hold_date LIMIT ?6");

constexpr auto kInsertRequestText = sql(
    "INSERT INTO request (tenant, id, digest, tool, subject, version, nonce, at) SELECT w.tenant, "
    "?5, ?6, ?7, ?4, coalesce((SELECT max(e.version) FROM event e WHERE e.tenant = w.tenant AND "
    "e.subject = ?4), 0), ?8, ?3 FROM (SELECT ",
    kWriter,
    " AS tenant) w WHERE changes() = 1 ON CONFLICT (tenant, id) DO UPDATE SET "
    "digest = excluded.digest, "
    "tool = excluded.tool, subject = excluded.subject, version = excluded.version, nonce = "
    "excluded.nonce, at = excluded.at");

constexpr auto kSelectRequestText =
    sql("SELECT ", kRequestRow, " FROM request r WHERE r.tenant = ", kReader,
        " AND r.id = ?4 AND r.at > ?5");

constexpr auto kClientOrNew =
    sql("(CASE WHEN ?4 IS NOT NULL THEN (", kClientById, "?4) WHEN ?7 IS NOT NULL THEN coalesce((",
        kClientByEmail, "?7), (", kClientByName,
        "?6 AND email_key IS NULL), ?5) ELSE (SELECT CASE count(*) WHEN 0 THEN ?5 WHEN 1 THEN "
        "min(id) END FROM client WHERE tenant = ",
        kWriter, " AND name_key = ?6) END)");

constexpr auto kClientNow =
    sql("(CASE WHEN ?4 IS NOT NULL THEN (", kClientById, "?4) WHEN ?7 IS NOT NULL THEN (",
        kClientByEmail, "?7) ELSE (", kClientByName, "?6) END)");

constexpr auto kUpsertClientText =
    sql("INSERT INTO client (tenant, id, version, name_key, email_key, updated_at, search, terms, "
        "doc) SELECT ",
        kWriter,
        ", c.id, 1, coalesce(?6, ''), ?7, ?3, coalesce(?11, ''), coalesce(?12, '{}'), "
        "json_patch('{}', ?8) FROM (SELECT ",
        kClientOrNew, " AS id) c WHERE c.id IS NOT NULL AND ", kWriter,
        " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = ", kWriter,
        " AND r.id = ?9 AND r.at > ?10) "
        "AND NOT EXISTS (SELECT 1 FROM client o WHERE o.tenant = ",
        kWriter,
        " AND o.email_key = ?7 AND o.id <> c.id) "
        "ON CONFLICT (tenant, id) DO UPDATE SET doc = json_patch(client.doc, ?8), version = "
        "client.version + 1, "
        "name_key = coalesce(?6, client.name_key), email_key = coalesce(?7, client.email_key), "
        "search = coalesce(?11, client.search), terms = coalesce(?12, client.terms), updated_at = "
        "?3");

constexpr auto kInsertClientEventText =
    sql("INSERT INTO event (tenant, subject, version, kind, at, actor, request, payload) "
        "SELECT c.tenant, c.id, c.version, 'client_saved', ?3, ",
        kActor, ", ?8, ?9 FROM client c WHERE c.tenant = ", kWriter, " AND c.id = ", kClientNow,
        " AND changes() = 1");

// The trips of a client are found by its name as it is now.
constexpr auto kRenameClientText = sql(
    "UPDATE trip SET search = json_set(trip.search, '$.client', c.search), terms = "
    "json_patch(trip.terms, c.terms) FROM client c WHERE c.tenant = ",
    kWriter, " AND c.id = ", kClientNow,
    " AND trip.tenant = c.tenant AND trip.client_id = c.id AND trip.search ->> '$.client' IS NOT "
    "c.search");
constexpr auto kIndexClientText =
    sql(kTerms, "client c, json_each(c.terms) j, trip t WHERE c.tenant = ", kWriter,
        " AND c.id = ", kClientNow,
        " AND t.tenant = c.tenant AND t.client_id = c.id AND changes() > 0");

constexpr auto kClientOutcomeText =
    sql("SELECT c.id, c.version, c.doc, (SELECT json_group_array(json_object('id', n.id, 'name', "
        "n.doc ->> '$.name', 'email', n.doc ->> '$.email')) "
        "FROM client n WHERE n.tenant = ",
        kWriter, " AND n.name_key = ?6) FROM (SELECT ", kClientNow,
        " AS id) w LEFT JOIN client c ON c.tenant = ", kWriter, " AND c.id = w.id");

constexpr auto kUpsertOptionsText =
    sql("INSERT INTO option_set (tenant, trip, version, doc) SELECT t.tenant, t.id, t.version, ?5 "
        "FROM trip t WHERE t.tenant = ",
        kWriter,
        " AND t.id = ?4 AND changes() = 1 ON CONFLICT (tenant, trip) DO UPDATE SET "
        "doc = json_patch(option_set.doc, excluded.doc), version = excluded.version");

constexpr auto kOptionsOutcomeText = sql(
    "SELECT t.version, (SELECT count(*) FROM json_each(o.doc)), length(o.doc), "
    "(SELECT ",
    kRequestRow,
    " FROM request r WHERE r.tenant = t.tenant AND r.id = ?5 AND r.at > ?6) "
    "FROM trip t LEFT JOIN option_set o ON o.tenant = t.tenant AND o.trip = t.id WHERE t.tenant = ",
    kReader, " AND t.id = ?4");

constexpr auto kSelectOptionsText =
    sql("SELECT t.version, t.doc, o.doc AS options FROM trip t LEFT JOIN option_set o ON o.tenant "
        "= t.tenant "
        "AND o.trip = t.id WHERE t.tenant = ",
        kReader, " AND t.id = ?4");

constexpr auto kSelectPublicationsText =
    sql("SELECT target, number, action, version, revision, url, content_hash, at FROM publication "
        "WHERE tenant = ",
        kReader,
        " AND trip = ?4 AND target BETWEEN coalesce(?5, '') AND coalesce(?5, '~') ORDER BY target "
        "DESC, number DESC LIMIT ?6");

constexpr auto kInsertPublicationText =
    sql("INSERT INTO publication (tenant, trip, target, number, action, version, revision, url, "
        "content_hash, at, actor) SELECT ",
        kPublisher,
        ", ?4, ?5, coalesce((SELECT max(p.number) FROM publication p WHERE p.tenant = ", kPublisher,
        " AND p.trip = ?4 AND p.target = ?5), 0) + 1, ?6, ?7, ?8, ?9, ?10, ?3, ", kActor, " WHERE ",
        kPublisher, " IS NOT NULL");

constexpr auto kInsertTokenText =
    sql("INSERT INTO token (hash, tenant, name, scopes, created_at, expires_at) SELECT ?4, ?2, ?5, "
        "?6, ?3, ?7 WHERE ?1 IS NULL");
constexpr auto kAdmitSubjectText =
    sql(kInsertTokenText,
        " ON CONFLICT (hash) DO UPDATE SET name = excluded.name, scopes = excluded.scopes, "
        "created_at = excluded.created_at, expires_at = excluded.expires_at, revoked_at = NULL "
        "WHERE token.tenant = excluded.tenant AND (token.revoked_at IS NOT NULL OR "
        "token.expires_at <= ?3) RETURNING hash");
constexpr auto kListTokensText =
    sql("SELECT hash, name, scopes, created_at, expires_at, revoked_at FROM token WHERE tenant = "
        "?2 AND ?1 IS NULL AND ?3 > 0 ORDER BY created_at");
constexpr auto kRevokeTokenText =
    sql("UPDATE token SET revoked_at = ?3 WHERE tenant = ?2 AND ?1 IS NULL AND revoked_at IS NULL "
        "AND (name = ?4 OR (length(?4) >= 8 AND substr(hash, 1, length(?4)) = ?4)) RETURNING name");

constexpr auto kCheckpointTripsText = sql(
    "INSERT INTO checkpoint (tenant, trip, version, doc) SELECT t.tenant, t.id, t.version, t.doc "
    "FROM trip t WHERE t.version - coalesce((SELECT max(c.version) FROM checkpoint c WHERE "
    "c.tenant = t.tenant AND c.trip = t.id), 0) >= ?4 LIMIT ?5 RETURNING trip");
constexpr auto kForgetRequestsText = sql("DELETE FROM request WHERE at <= ?4 RETURNING id");
constexpr auto kForgettableText =
    sql("SELECT c.tenant, c.trip, max(c.version) FROM trip t JOIN checkpoint c ON c.tenant = "
        "t.tenant AND c.trip = t.id JOIN event e ON e.tenant = c.tenant AND e.subject = c.trip AND "
        "e.version = c.version WHERE c.version <= t.version - ?4 AND e.at < ?5 GROUP BY c.tenant, "
        "c.trip LIMIT ?6");
constexpr auto kPublishedBeforeText = sql(
    "SELECT p.version FROM publication p WHERE p.tenant = ?2 AND p.trip = ?4 AND "
    "p.version < ?5 AND NOT EXISTS (SELECT 1 FROM checkpoint c WHERE c.tenant = ?2 AND c.trip = "
    "?4 AND c.version = p.version)");
constexpr auto kInsertCheckpointText =
    sql("INSERT OR IGNORE INTO checkpoint (tenant, trip, version, doc) VALUES (?2, ?4, ?5, ?6)");
constexpr auto kForgetEventsText =
    sql("DELETE FROM event WHERE tenant = ?2 AND subject = ?4 AND version <= ?5 RETURNING version");
constexpr auto kForgetCheckpointsText = sql(
    "DELETE FROM checkpoint WHERE tenant = ?2 AND trip = ?4 AND version < ?5 AND version NOT IN "
    "(SELECT p.version FROM publication p WHERE p.tenant = ?2 AND p.trip = ?4)");

constexpr auto kAuditTripsText =
    sql("SELECT t.tenant, t.id, t.version, t.doc, t.search, t.terms, (SELECT count(*) FROM "
        "json_each(t.terms) j WHERE NOT EXISTS (SELECT 1 FROM term q WHERE q.tenant = t.tenant AND "
        "q.term = j.key AND q.trip = t.id)), (",
        kListedBy, ") IS NOT (", kListedByOf,
        ") OR touched_day <> updated_at / 86400000 FROM trip t WHERE (t.tenant, t.id) > (?4, ?5) "
        "ORDER BY t.tenant, t.id LIMIT ?6");
constexpr auto kAuditEventsText =
    sql("SELECT version, kind, payload FROM event WHERE tenant = ?2 AND subject = ?4 ORDER BY "
        "version");
constexpr auto kAuditCheckpointsText =
    sql("SELECT version, doc FROM checkpoint WHERE tenant = ?2 AND trip = ?4 ORDER BY version");
constexpr auto kNoTrip =
    sql(" x WHERE NOT EXISTS (SELECT 1 FROM trip t WHERE t.tenant = x.tenant AND t.id = x.");
constexpr auto kAuditOrphansText =
    sql("SELECT 'events', count(*) FROM event", kNoTrip,
        "subject) AND NOT EXISTS (SELECT 1 FROM client c WHERE c.tenant = x.tenant AND c.id = "
        "x.subject) UNION ALL SELECT 'options', count(*) FROM option_set",
        kNoTrip, "trip) UNION ALL SELECT 'publications', count(*) FROM publication", kNoTrip,
        "trip) UNION ALL SELECT 'terms', count(*) FROM term", kNoTrip,
        "trip) UNION ALL SELECT 'checkpoints', count(*) FROM checkpoint", kNoTrip, "trip)");

}  // namespace

const std::string_view kWho = kWhoText;
const std::string_view kInsertTrip = kInsertTripText;
const std::string_view kCopyTrip = kCopyTripText;
const std::string_view kUpdateTrip = kUpdateTripText;
const std::string_view kReplaceTrip = kReplaceTripText;
const std::string_view kTouchTrip = kTouchTripText;
const std::string_view kDateTrip = kDateTripText;
const std::string_view kListTrip = kListTripText;
const std::string_view kInsertEvent = kInsertEventText;
const std::string_view kTripOutcome = kTripOutcomeText;
const std::string_view kSelectTrip = kSelectTripText;
const std::string_view kOpenTrip = kOpenTripText;
const std::string_view kSelectEvents = kSelectEventsText;
const std::string_view kSelectEventsBeforeLast = kSelectEventsBeforeLastText;
const std::string_view kHistory = kHistoryText;
const std::string_view kFindByWord = kFindByWordText;
const std::string_view kFindByClient = kFindByClientText;
const std::string_view kFindByEnd = kFindByEndText;
const std::string_view kFindByPhase = kFindByPhaseText;
const std::string_view kFindAll = kFindAllText;
const std::string_view kIndexTrip = kIndexTripText;
const std::string_view kNameClient = kNameClientText;
const std::string_view kRenameClient = kRenameClientText;
const std::string_view kIndexClient = kIndexClientText;
const std::string_view kRecentTrips = kRecentTripsText;
const std::string_view kHeldTrips = kHeldTripsText;
const std::string_view kInsertRequest = kInsertRequestText;
const std::string_view kSelectRequest = kSelectRequestText;
const std::string_view kUpsertClient = kUpsertClientText;
const std::string_view kInsertClientEvent = kInsertClientEventText;
const std::string_view kClientOutcome = kClientOutcomeText;
const std::string_view kUpsertOptions = kUpsertOptionsText;
const std::string_view kOptionsOutcome = kOptionsOutcomeText;
const std::string_view kSelectOptions = kSelectOptionsText;
const std::string_view kSelectPublications = kSelectPublicationsText;
const std::string_view kInsertPublication = kInsertPublicationText;
const std::string_view kInsertToken = kInsertTokenText;
const std::string_view kAdmitSubject = kAdmitSubjectText;
const std::string_view kListTokens = kListTokensText;
const std::string_view kRevokeToken = kRevokeTokenText;

const std::string_view kCheckpointTrips = kCheckpointTripsText;
const std::string_view kForgetRequests = kForgetRequestsText;
const std::string_view kForgettable = kForgettableText;
const std::string_view kPublishedBefore = kPublishedBeforeText;
const std::string_view kInsertCheckpoint = kInsertCheckpointText;
const std::string_view kForgetEvents = kForgetEventsText;
const std::string_view kForgetCheckpoints = kForgetCheckpointsText;
const std::string_view kAuditTrips = kAuditTripsText;
const std::string_view kAuditEvents = kAuditEventsText;
const std::string_view kAuditCheckpoints = kAuditCheckpointsText;
const std::string_view kAuditOrphans = kAuditOrphansText;

const std::string_view kIndexTrips = kIndexTripsText;

std::span<const NamedSql> call_statements() {
  static constexpr std::array<NamedSql, 52> kAll = {
      {{"who", kWhoText},
       {"insert_trip", kInsertTripText},
       {"copy_trip", kCopyTripText},
       {"update_trip", kUpdateTripText},
       {"replace_trip", kReplaceTripText},
       {"touch_trip", kTouchTripText},
       {"date_trip", kDateTripText},
       {"list_trip", kListTripText},
       {"insert_event", kInsertEventText},
       {"trip_outcome", kTripOutcomeText},
       {"select_trip", kSelectTripText},
       {"open_trip", kOpenTripText},
       {"select_events", kSelectEventsText},
       {"select_events_before_last", kSelectEventsBeforeLastText},
       {"history", kHistoryText},
       {"find_by_word", kFindByWordText},
       {"find_by_client", kFindByClientText},
       {"find_by_end", kFindByEndText},
       {"find_by_phase", kFindByPhaseText},
       {"find_all", kFindAllText},
       {"index_trip", kIndexTripText},
       {"index_trips", kIndexTripsText},
       {"name_client", kNameClientText},
       {"rename_client", kRenameClientText},
       {"index_client", kIndexClientText},
       {"recent_trips", kRecentTripsText},
       {"held_trips", kHeldTripsText},
       {"insert_request", kInsertRequestText},
       {"select_request", kSelectRequestText},
       {"upsert_client", kUpsertClientText},
       {"insert_client_event", kInsertClientEventText},
       {"client_outcome", kClientOutcomeText},
       {"upsert_options", kUpsertOptionsText},
       {"options_outcome", kOptionsOutcomeText},
       {"select_options", kSelectOptionsText},
       {"select_publications", kSelectPublicationsText},
       {"insert_publication", kInsertPublicationText},
       {"insert_token", kInsertTokenText},
       {"admit_subject", kAdmitSubjectText},
       {"list_tokens", kListTokensText},
       {"revoke_token", kRevokeTokenText},
       {"checkpoint_trips", kCheckpointTripsText},
       {"forget_requests", kForgetRequestsText},
       {"forgettable", kForgettableText},
       {"published_before", kPublishedBeforeText},
       {"insert_checkpoint", kInsertCheckpointText},
       {"forget_events", kForgetEventsText},
       {"forget_checkpoints", kForgetCheckpointsText},
       {"audit_trips", kAuditTripsText},
       {"audit_events", kAuditEventsText},
       {"audit_checkpoints", kAuditCheckpointsText},
       {"audit_orphans", kAuditOrphansText}}};
  return kAll;
}

std::span<const NamedSql> all_statements() {
  static const std::vector<NamedSql> kAll = [] {
    std::vector<NamedSql> out;
    for (const auto list : {call_statements(), transfer_statements()})
      out.insert(out.end(), list.begin(), list.end());
    return out;
  }();
  return kAll;
}

}  // namespace vg::store
