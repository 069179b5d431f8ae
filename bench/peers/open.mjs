// better-sqlite3, set as the product sets its connections, but for the mapping of the file: it makes reads cheaper, and a peer has no bar of memory.
import Database from 'better-sqlite3';

export async function openDatabase(path, durability) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('mmap_size = 268435456');
  db.pragma('temp_store = MEMORY');
  db.pragma('busy_timeout = 5000');
  db.pragma(durability === 'fast' ? 'synchronous = NORMAL' : 'synchronous = FULL');
  return db;
}
