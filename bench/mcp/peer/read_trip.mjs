// The trips of a file of the product, read with better-sqlite3.
import { createHash } from 'node:crypto';
import { tenant } from '../../peers/work.mjs';
import { summaryOf } from './summary.mjs';

export function tripReader(db) {
  const token = db.prepare('SELECT tenant, scopes FROM token WHERE hash = ? AND revoked_at IS NULL');
  const trip = db.prepare('SELECT version, doc FROM trip WHERE tenant = ? AND id = ?');
  const callerOf = (secret) => token.get(createHash('sha256').update(secret).digest('hex'));
  return {
    knows: (secret) => callerOf(secret)?.scopes.includes('read') ?? false,
    summary(id) {
      const row = trip.get(tenant, id);
      return summaryOf(id, row.version, JSON.parse(row.doc));
    },
  };
}
