// The statements of packages/store/statements.cpp that the measured requests need. ?1 is the hash of the token, ?2 the tenant
// when the caller is known without one, ?3 the time.
const token = 'SELECT tenant FROM token WHERE hash = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?3)';
const reader = `coalesce(?2, (${token}))`;
const writer = `coalesce(?2, (${token} AND instr(scopes, 'write') > 0))`;
const requestRow = 'json_array(r.digest, r.tool, r.subject, r.version, r.nonce)';
const listedBy = 'phase, client_id, end_date, hold_date';
const listedByOf = "doc ->> '$.meta.phase', doc ->> '$.meta.clientId', doc ->> '$.dates.end', doc ->> '$.meta.holdDate'";

export const who = `SELECT ?2 AS tenant, 'local' AS name, 'read write publish admin' AS scopes WHERE ?2 IS NOT NULL
  UNION ALL SELECT tenant, name, scopes FROM token WHERE hash = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?3)`;
export const openTrip = `SELECT w.tenant AS tenant, w.name AS name, w.scopes AS scopes, t.version AS version, t.doc AS doc
  FROM (${who}) w LEFT JOIN trip t ON t.tenant = w.tenant AND t.id = ?4`;
export const selectTrip = `SELECT version, doc, slug, created_at, updated_at FROM trip WHERE tenant = ${reader} AND id = ?4`;
export const updateTrip = `UPDATE trip SET doc = json_patch(doc, ?6), search = json_patch(search, ?7), terms = json_patch(terms, ?13),
  version = version + 1, updated_at = ?3
  WHERE tenant = ${writer} AND id = ?4 AND (?5 IS NULL OR version = ?5)
  AND NOT EXISTS (SELECT 1 FROM request r WHERE r.tenant = trip.tenant AND r.id = ?8 AND r.at > ?9)
  AND NOT EXISTS (SELECT 1 FROM json_each(?10) g WHERE json_type(trip.doc, g.value) IS NULL)
  AND NOT EXISTS (SELECT 1 FROM json_each(?11) g WHERE json_type(trip.doc, g.value) IS NOT NULL)
  AND (?12 = 0 OR length(doc) + 20 * ?12 < 40000 OR (SELECT count(*) FROM json_tree(trip.doc) n WHERE n.key = 'seq') + ?12 <= 2000)
  AND (length(doc) + length(?6) < 250000 OR length(CAST(json_patch(doc, ?6) AS BLOB)) <= 1000000)`;
export const insertEvent = `INSERT INTO event (tenant, subject, version, kind, at, actor, request, payload)
  SELECT t.tenant, t.id, t.version, ?5, ?3, coalesce(?1, 'local'), ?6, coalesce(?7, t.doc)
  FROM trip t WHERE t.tenant = ${writer} AND t.id = ?4 AND changes() = 1`;
export const insertRequest = `INSERT INTO request (tenant, id, digest, tool, subject, version, nonce, at)
  SELECT w.tenant, ?5, ?6, ?7, ?4,
  coalesce((SELECT max(e.version) FROM event e WHERE e.tenant = w.tenant AND e.subject = ?4), 0), ?8, ?3
  FROM (SELECT ${writer} AS tenant) w WHERE changes() = 1
  ON CONFLICT (tenant, id) DO UPDATE SET digest = excluded.digest, tool = excluded.tool, subject = excluded.subject,
  version = excluded.version, nonce = excluded.nonce, at = excluded.at`;
export const dateTrip = `UPDATE trip SET touched_day = updated_at / 86400000
  WHERE tenant = ${writer} AND id = ?4 AND touched_day <> updated_at / 86400000`;
export const listTrip = `UPDATE trip SET (${listedBy}) = (${listedByOf})
  WHERE tenant = ${writer} AND id = ?4 AND (${listedBy}) IS NOT (${listedByOf})`;
export const outcome = `SELECT t.version, t.doc, t.slug,
  (SELECT ${requestRow} FROM request r WHERE r.tenant = t.tenant AND r.id = ?5 AND r.at > ?6) AS seen,
  (SELECT json_group_array(g.value) FROM json_each(?7) g WHERE json_type(t.doc, g.value) IS NULL) AS missing,
  (SELECT json_group_array(g.value) FROM json_each(?8) g WHERE json_type(t.doc, g.value) IS NOT NULL) AS present
  FROM trip t WHERE t.tenant = ${reader} AND t.id = ?4`;
