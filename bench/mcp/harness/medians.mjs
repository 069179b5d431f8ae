// What several repetitions say.
export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length % 2 === 1 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

// Medians of the numbers; errors and requests add up.
export function medians(runs) {
  const rounded = (value) => Math.round(value * 10) / 10;
  const out = {};
  for (const key of Object.keys(runs[0])) out[key] = rounded(['errors', 'requests'].includes(key) ? runs.reduce((sum, run) => sum + run[key], 0) : median(runs.map((run) => run[key])));
  return out;
}
