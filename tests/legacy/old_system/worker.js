// Tools of the old system that the rehearsal needs, with its habits: a query per fact, arguments that nobody checks.
const tools = {
  async get_anything(db, { query }) {
    const trip = await db.prepare('SELECT * FROM trips_v2 WHERE trip_id = ? OR trip_name = ? OR trip_slug = ?').bind(query, query, query).first();
    if (!trip) return 'No trip found.';
    const log = await db.prepare('SELECT count(*) AS n FROM ActivityLog WHERE trip_id = ?').bind(trip.trip_id).first();
    const days = JSON.parse(trip.schedule || '[]').map((day) => `- Day ${day.day_number} (${day.date}): ${day.day_name}`);
    const stays = JSON.parse(trip.accommodations || '[]').map((stay) => `- ${stay.name}, ${stay.city}: ${stay.check_in_date} to ${stay.check_out_date}`);
    return [`# ${trip.trip_name}`, `Status: ${trip.status}`, `Dates: ${trip.start_date} to ${trip.end_date}`, `Destinations: ${trip.destinations}`,
      `Activities logged: ${log.n}`, '## Days', ...days, '## Stays', ...stays].join('\n');
  },
  async create_trip_v2(db, { trip_name: name, start_date: start, end_date: end, destinations }) {
    const made = await db.prepare("INSERT INTO trips_v2 (trip_name, status, start_date, end_date, destinations, schedule, notes) VALUES (?, 'planning', ?, ?, ?, '[]', '{}')")
      .bind(name, start, end, destinations ?? '').run();
    await db.prepare("INSERT INTO ActivityLog (session_id, trip_id, activity_type, details) VALUES ('session', ?, 'CreateTrip', ?)").bind(made.meta.last_row_id, name).run();
    return `Created trip ${made.meta.last_row_id}`;
  },
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === '/health') return Response.json({ status: 'healthy' });
    if (request.method !== 'POST') return new Response('not found', { status: 404 });
    const { id, params } = await request.json();
    try {
      const text = await tools[params.name](env.DB, params.arguments);
      return Response.json({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
    } catch (error) {
      return Response.json({ jsonrpc: '2.0', id, result: { isError: true, content: [{ type: 'text', text: String(error.stack) }] } });
    }
  },
};
