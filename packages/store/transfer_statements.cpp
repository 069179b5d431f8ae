#include "store/caller_sql.hpp"
#include "store/statement_lists.hpp"

#include <array>

namespace vg::store {
namespace {

constexpr auto kOfTripsGiven = sql(" AND trip IN (SELECT value FROM json_each(?4))");
constexpr auto kOfSubjectsGiven = sql(" AND subject IN (SELECT value FROM json_each(?4))");
constexpr auto kFindClientText =
    sql("SELECT id, coalesce(email_key, '') FROM client WHERE tenant = ", kReader,
        " AND id = ?4 UNION ALL SELECT id, email_key FROM client WHERE tenant = ", kReader,
        " AND email_key = ?5 LIMIT 1");
constexpr auto kTripsOfClientText =
    sql("SELECT id FROM trip WHERE tenant = ", kReader, " AND client_id = ?4 ORDER BY id");
constexpr auto kTripsNamingText =
    sql("SELECT id FROM trip WHERE tenant = ", kReader,
        " AND client_id IS NOT ?4 AND (instr(doc, ?4) > 0 OR (?5 <> '' AND instr(lower(doc), ?5) > "
        "0)) ORDER BY id");
constexpr auto kPagesOfText = sql(
    "SELECT p.trip, p.target FROM json_each(?4) j CROSS JOIN publication p ON p.tenant = ", kReader,
    " AND p.trip = j.value WHERE p.action <> 'unpublished' AND p.number = (SELECT "
    "max(q.number) FROM publication q WHERE q.tenant = p.tenant AND q.trip = p.trip AND "
    "q.target = p.target)");
constexpr auto kKeptOfText =
    sql("SELECT origin, row_key, cells FROM legacy_row WHERE tenant = ", kReader,
        " AND (subject IN (SELECT value FROM json_each(?4)) OR (?5 <> '' AND instr(lower(cells), "
        "?5) > 0))");
constexpr auto kEventsOfText =
    sql("SELECT version, kind, at, actor, payload FROM event WHERE tenant = ", kReader,
        " AND subject = ?4 ORDER BY version");
constexpr auto kClientDocumentText =
    sql("SELECT doc FROM client WHERE tenant = ", kReader, " AND id = ?4");
constexpr auto kTripAndOffersText =
    sql("SELECT t.doc, o.doc AS offers FROM trip t LEFT JOIN option_set o ON o.tenant = t.tenant "
        "AND o.trip "
        "= t.id WHERE t.tenant = ",
        kReader, " AND t.id = ?4");
constexpr auto kEraseTermsText = sql("DELETE FROM term WHERE tenant = ", kWriter, kOfTripsGiven);
constexpr auto kEraseCheckpointsText =
    sql("DELETE FROM checkpoint WHERE tenant = ", kWriter, kOfTripsGiven);
constexpr auto kEraseOffersText =
    sql("DELETE FROM option_set WHERE tenant = ", kWriter, kOfTripsGiven);
constexpr auto kErasePublicationsText =
    sql("DELETE FROM publication WHERE tenant = ", kWriter, kOfTripsGiven);
constexpr auto kEraseTripsText = sql("DELETE FROM trip WHERE tenant = ", kWriter,
                                     " AND id IN (SELECT value FROM json_each(?4))");
constexpr auto kEraseRequestsText =
    sql("DELETE FROM request WHERE tenant = ", kWriter, kOfSubjectsGiven);
constexpr auto kEraseEventsText =
    sql("DELETE FROM event WHERE tenant = ", kWriter, kOfSubjectsGiven);
constexpr auto kEraseClientText = sql("DELETE FROM client WHERE tenant = ", kWriter,
                                      " AND id IN (SELECT value FROM json_each(?4))");
constexpr auto kEraseKeptText =
    sql("DELETE FROM legacy_row WHERE tenant = ", kWriter,
        " AND (subject IN (SELECT value FROM json_each(?4)) OR (?5 <> '' AND instr(lower(cells), "
        "?5) > 0))");

constexpr auto kEventsSinceText =
    sql("SELECT subject, version, kind, at, actor, payload FROM event WHERE tenant = ", kReader,
        " AND (subject, version) > (?4, ?5) AND at >= ?6 ORDER BY subject, version LIMIT ?7");
constexpr auto kPublicationsSinceText =
    sql("SELECT trip, target, action, version, url, at FROM publication WHERE tenant = ", kReader,
        " AND at >= ?4 ORDER BY trip, target, number");

// CROSS: the list that was asked for is walked, and not the trips.
constexpr auto kImportedTripsText =
    sql("SELECT t.id, t.version, CASE WHEN ?5 = 1 THEN t.doc END FROM json_each(?4) j CROSS JOIN "
        "trip t ON t.tenant = ",
        kReader, " AND t.id = j.value");
constexpr auto kImportedWordsText = sql(
    "SELECT e.subject, e.payload FROM json_each(?4) j CROSS JOIN event e ON e.tenant = ", kReader,
    " AND e.subject = j.value AND e.version = 1");
constexpr auto kImportedClientsText =
    sql("SELECT j.value ->> 'id', c.id IS NOT NULL, (SELECT o.id FROM client o WHERE o.tenant = ",
        kReader,
        " AND o.email_key = j.value ->> 'email' AND o.id <> j.value ->> 'id'), c.doc FROM "
        "json_each(?4) j LEFT JOIN client c ON c.tenant = ",
        kReader, " AND c.id = j.value ->> 'id'");
constexpr auto kImportClientText =
    sql("INSERT INTO client (tenant, id, version, name_key, email_key, updated_at, search, terms, "
        "doc) SELECT ",
        kWriter, ", ?4, 1, ?5, ?6, ?3, ?7, ?8, json_patch('{}', ?9) WHERE ", kWriter,
        " IS NOT NULL ON CONFLICT DO NOTHING");
constexpr auto kKeepText =
    sql("INSERT INTO legacy_row (tenant, source, origin, row_key, subject, reason, cells) SELECT ",
        kWriter, ", ?4, v.* FROM (");
constexpr auto kKeptText =
    sql(") v WHERE ", kWriter, " IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1 AS kept");
constexpr auto kKeepRowText = sql(kKeepText, "VALUES (?5, ?6, ?7, ?8, ?9)", kKeptText);
// One statement for kRowsTogether rows: half of what so many statements take.
constexpr auto kKeepRowsText =
    sql(kKeepText,
        "VALUES (?5, ?6, ?7, ?8, ?9), (?10, ?11, ?12, ?13, ?14), (?15, ?16, ?17, ?18, ?19), "
        "(?20, ?21, ?22, ?23, ?24), (?25, ?26, ?27, ?28, ?29), (?30, ?31, ?32, ?33, ?34), "
        "(?35, ?36, ?37, ?38, ?39), (?40, ?41, ?42, ?43, ?44), (?45, ?46, ?47, ?48, ?49), "
        "(?50, ?51, ?52, ?53, ?54), (?55, ?56, ?57, ?58, ?59), (?60, ?61, ?62, ?63, ?64), "
        "(?65, ?66, ?67, ?68, ?69), (?70, ?71, ?72, ?73, ?74), (?75, ?76, ?77, ?78, ?79), "
        "(?80, ?81, ?82, ?83, ?84)",
        kKeptText);
constexpr auto kKeptRowsText =
    sql("SELECT r.row_key, r.cells FROM json_each(?6) j CROSS JOIN legacy_row r ON r.tenant = ",
        kReader, " AND r.source = ?4 AND r.origin = ?5 AND r.row_key = j.value");
constexpr auto kCountKeptText =
    sql("SELECT origin, count(*) FROM legacy_row WHERE tenant = ", kReader,
        " AND source = ?4 GROUP BY origin");
constexpr auto kMarkImportText =
    sql("INSERT INTO import_mark (tenant, source, file, slices, finished_at) SELECT ", kWriter,
        ", ?4, ?5, ?6, CASE WHEN ?7 = 1 THEN ?3 END WHERE ", kWriter,
        " IS NOT NULL ON CONFLICT (tenant, source, file) DO UPDATE SET slices = excluded.slices, "
        "finished_at = excluded.finished_at");
constexpr auto kImportMarkText =
    sql("SELECT slices, finished_at IS NOT NULL FROM import_mark WHERE tenant = ", kReader,
        " AND source = ?4 AND file = ?5");

}  // namespace

const std::string_view kFindClient = kFindClientText;
const std::string_view kTripsOfClient = kTripsOfClientText;
const std::string_view kTripsNaming = kTripsNamingText;
const std::string_view kPagesOf = kPagesOfText;
const std::string_view kKeptOf = kKeptOfText;
const std::string_view kEventsOf = kEventsOfText;
const std::string_view kClientDocument = kClientDocumentText;
const std::string_view kTripAndOffers = kTripAndOffersText;
const std::string_view kEraseTerms = kEraseTermsText;
const std::string_view kEraseCheckpoints = kEraseCheckpointsText;
const std::string_view kEraseOffers = kEraseOffersText;
const std::string_view kErasePublications = kErasePublicationsText;
const std::string_view kEraseTrips = kEraseTripsText;
const std::string_view kEraseRequests = kEraseRequestsText;
const std::string_view kEraseEvents = kEraseEventsText;
const std::string_view kEraseClient = kEraseClientText;
const std::string_view kEraseKept = kEraseKeptText;

const std::string_view kEventsSince = kEventsSinceText;
const std::string_view kPublicationsSince = kPublicationsSinceText;

const std::string_view kImportedTrips = kImportedTripsText;
const std::string_view kImportedWords = kImportedWordsText;
const std::string_view kImportedClients = kImportedClientsText;
const std::string_view kImportClient = kImportClientText;
const std::string_view kKeepRow = kKeepRowText;
const std::string_view kKeepRows = kKeepRowsText;
const std::string_view kKeptRows = kKeptRowsText;
const std::string_view kCountKept = kCountKeptText;
const std::string_view kMarkImport = kMarkImportText;
const std::string_view kImportMark = kImportMarkText;

std::span<const NamedSql> transfer_statements() {
  static constexpr std::array<NamedSql, 29> kAll = {{{"find_client", kFindClientText},
                                                     {"trips_of_client", kTripsOfClientText},
                                                     {"trips_naming", kTripsNamingText},
                                                     {"pages_of", kPagesOfText},
                                                     {"kept_of", kKeptOfText},
                                                     {"events_of", kEventsOfText},
                                                     {"client_document", kClientDocumentText},
                                                     {"trip_and_offers", kTripAndOffersText},
                                                     {"erase_terms", kEraseTermsText},
                                                     {"erase_checkpoints", kEraseCheckpointsText},
                                                     {"erase_offers", kEraseOffersText},
                                                     {"erase_publications", kErasePublicationsText},
                                                     {"erase_trips", kEraseTripsText},
                                                     {"erase_requests", kEraseRequestsText},
                                                     {"erase_events", kEraseEventsText},
                                                     {"erase_client", kEraseClientText},
                                                     {"erase_kept", kEraseKeptText},
                                                     {"events_since", kEventsSinceText},
                                                     {"publications_since", kPublicationsSinceText},
                                                     {"imported_trips", kImportedTripsText},
                                                     {"imported_words", kImportedWordsText},
                                                     {"imported_clients", kImportedClientsText},
                                                     {"import_client", kImportClientText},
                                                     {"keep_row", kKeepRowText},
                                                     {"keep_rows", kKeepRowsText},
                                                     {"kept_rows", kKeptRowsText},
                                                     {"count_kept", kCountKeptText},
                                                     {"mark_import", kMarkImportText},
                                                     {"import_mark", kImportMarkText}}};
  return kAll;
}

}  // namespace vg::store
