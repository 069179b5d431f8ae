// What the system before this one took for the same, as it was measured then: in workerd with D1 in the same process, on 26 trips, one connection,
// CPU time of the process and median. It is not measured again here.
export const legacy = [
  { action: 'list of tools', ours: 'tools/list', theirs: 'tools/list', calls: 0, cpu_ms: 0.8, p50_ms: 0.9, bytes: 20_095 },
  { action: 'one trip by its name', ours: 'read summary', theirs: 'get_anything, two words', calls: 3, cpu_ms: 6.5, p50_ms: 19 },
  { action: 'one trip by its key', ours: 'read summary', theirs: 'get_anything, exact key', calls: 1, cpu_ms: 2.8, p50_ms: 3.8 },
  { action: 'carry on with a trip', ours: 'read summary', theirs: 'continue_trip, fuzzy', calls: 10, cpu_ms: 15.2, p50_ms: 21.2 },
  { action: 'one change', ours: 'edit', theirs: 'bulk_trip_operations by name, one', calls: 4, cpu_ms: 7.2, p50_ms: 7.6 },
  { action: 'the page', ours: 'page', theirs: 'preview_proposal', calls: 2, cpu_ms: 6.2, p50_ms: 8.3 },
];
