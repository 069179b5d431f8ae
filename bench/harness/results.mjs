// What was measured. A row is { set, durability, contestant, repetition } and what a program said of one workload.

export class Results {
  rows = [];

  add(where, measured) {
    for (const one of measured) this.rows.push({ ...where, ...one });
  }

  // Of several repetitions the one with the lowest median counts, whole: other work on the machine only ever adds time.
  best() {
    const out = new Map();
    for (const row of this.rows) {
      const key = JSON.stringify([row.set, row.durability, row.contestant, row.name]);
      const before = out.get(key);
      const time = (one) => one.p50_us ?? one.mean_us;
      if (!before || time(row) < time(before)) out.set(key, { ...row, repetitions: (before?.repetitions ?? 0) + 1 });
      else before.repetitions += 1;
    }
    return [...out.values()].map(({ repetition, ...row }) => rounded(row));
  }
}

const rounded = (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined).map(([key, value]) => [key, key.endsWith('_us') ? Number(value.toPrecision(4)) : value]));
