// Every trip of a token's tenant as it is now, over REST: one line of JSON each. Neither history nor captured offers nor the records of clients: those
// are in a copy of the database only.
const pageSize = 50;

async function get(url, token) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after') ?? 1)));
    return get(url, token);
  }
  if (!response.ok) throw new Error(`${new URL(url).pathname} answers ${response.status}`);
  return response.json();
}

export async function readTrips(address, token) {
  const lines = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await get(`${address}/v1/trips?archived=true&limit=${pageSize}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, token);
    for (const { trip_id } of page.trips) lines.push(JSON.stringify(await get(`${address}/v1/trips/${trip_id}?view=private`, token)));
    cursor = page.next_cursor ?? null;
  }
  return lines;
}
