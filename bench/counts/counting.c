/* SQLite that tells what its statements did: preloaded in place of the system's library.

   The whole source of SQLite is compiled into this file with two of its options, the virtual table bytecode() and the counting
   of loops. A statement is looked at when its user resets it: how many rows its loops visited, and how many entries its
   instructions wrote into which table or index. */
#define SQLITE_ENABLE_BYTECODE_VTAB 1
#define SQLITE_ENABLE_STMT_SCANSTATUS 1
#define SQLITE_ENABLE_COLUMN_METADATA 1
#define SQLITE_ENABLE_UPDATE_DELETE_LIMIT 1
#define sqlite3_reset real_reset
#include "sqlite3.c"
#undef sqlite3_reset

#define MAX_COUNTED 256

struct counted {
  const char *kind; /* read, wrote, removed, changed, steps */
  char name[64];    /* of the table or index */
  long long times;
};
static struct counted all[MAX_COUNTED];
static int counted_size = 0;
static int looking = 0;

static void add(const char *kind, const char *name, long long times) {
  int i;
  if (times <= 0) return;
  for (i = 0; i < counted_size; ++i)
    if (strcmp(all[i].kind, kind) == 0 && strcmp(all[i].name, name) == 0) {
      all[i].times += times;
      return;
    }
  if (counted_size == MAX_COUNTED) return;
  all[counted_size].kind = kind;
  strncpy(all[counted_size].name, name, sizeof all[0].name - 1);
  all[counted_size++].times = times;
}

/* Gives what was counted since the last time, and forgets it. */
SQLITE_API void vg_take_counts(void (*each)(void *to, const char *kind, const char *name, long long times), void *to) {
  int i;
  for (i = 0; i < counted_size; ++i) each(to, all[i].kind, all[i].name, all[i].times);
  memset(all, 0, sizeof all);
  counted_size = 0;
}

static int name_of_root(sqlite3 *db, int root, char *out, int size) {
  sqlite3_stmt *ask = 0;
  int found = 0;
  if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE rootpage = ?1", -1, &ask, 0) != SQLITE_OK) return 0;
  sqlite3_bind_int(ask, 1, root);
  if (sqlite3_step(ask) == SQLITE_ROW) {
    sqlite3_snprintf(size, out, "%s", sqlite3_column_text(ask, 0));
    found = 1;
  }
  sqlite3_finalize(ask);
  return found;
}

static int is_table_or_index(sqlite3 *db, const char *name) {
  sqlite3_stmt *ask = 0;
  int found = 0;
  if (sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema WHERE name = ?1", -1, &ask, 0) != SQLITE_OK) return 0;
  sqlite3_bind_text(ask, 1, name, -1, SQLITE_STATIC);
  found = sqlite3_step(ask) == SQLITE_ROW;
  sqlite3_finalize(ask);
  return found;
}

/* The rows that the loops of a statement visited. A loop over json_each() or a subquery is none over a table. */
static void look_at_loops(sqlite3 *db, sqlite3_stmt *statement) {
  int i;
  const char *name = 0;
  const char *plan = 0;
  for (i = 0; sqlite3_stmt_scanstatus(statement, i, SQLITE_SCANSTAT_NAME, (void *)&name) == 0; ++i) {
    sqlite3_int64 visits = 0;
    sqlite3_stmt_scanstatus(statement, i, SQLITE_SCANSTAT_NVISIT, (void *)&visits);
    sqlite3_stmt_scanstatus(statement, i, SQLITE_SCANSTAT_EXPLAIN, (void *)&plan);
    if (visits <= 0 || name == 0 || (plan != 0 && strstr(plan, "VIRTUAL TABLE") != 0)) continue;
    if (is_table_or_index(db, name)) add("read", name, visits);
  }
}

/* The entries that the instructions of a statement wrote: of cursors that are open for writing on a table or an index. */
static void look_at_instructions(sqlite3 *db, sqlite3_stmt *statement) {
  sqlite3_stmt *ask = 0;
  int roots[64] = {0};
  if (sqlite3_prepare_v2(db, "SELECT opcode, p1, p2, nexec FROM bytecode(?1)", -1, &ask, 0) != SQLITE_OK) return;
  sqlite3_bind_pointer(ask, 1, statement, "stmt-pointer", 0);
  int pass;
  for (pass = 0; pass < 2; ++pass) { /* first the cursors, then what was done with them */
    while (sqlite3_step(ask) == SQLITE_ROW) {
      const char *code = (const char *)sqlite3_column_text(ask, 0);
      const int cursor = sqlite3_column_int(ask, 1);
      const long long times = sqlite3_column_int64(ask, 3);
      char name[64];
      if (code == 0 || cursor < 0 || cursor >= 64) continue;
      if (pass == 0) {
        if (strcmp(code, "OpenWrite") == 0) roots[cursor] = sqlite3_column_int(ask, 2);
        continue;
      }
      if (times <= 0 || roots[cursor] == 0 || !name_of_root(db, roots[cursor], name, (int)sizeof name)) continue;
      if (strcmp(code, "Insert") == 0 || strcmp(code, "IdxInsert") == 0) add("wrote", name, times);
      if (strcmp(code, "IdxDelete") == 0) add("removed", name, times);
    }
    real_reset(ask);
  }
  sqlite3_finalize(ask);
}

SQLITE_API int sqlite3_reset(sqlite3_stmt *statement) {
  if (statement != 0 && !looking) {
    sqlite3 *db = sqlite3_db_handle(statement);
    const int writes = !sqlite3_stmt_readonly(statement);
    looking = 1;
    add("steps", "", sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1));
    if (writes) add("changed", "", sqlite3_changes64(db));
    look_at_loops(db, statement);
    if (writes) look_at_instructions(db, statement);
    sqlite3_stmt_scanstatus_reset(statement);
    looking = 0;
  }
  return real_reset(statement);
}
