import type { Env } from './index-simple-streamable';

const IMAGE_HOST = 'https://images.travel-photos.net/v1';

// An exact key, a slug, then word by word: SELECT in a comment is no query.
export async function getAnything(env: Env, args: { query?: string }) {
  const exact = await env.DB.prepare('SELECT formatted_response FROM llm_trip_context WHERE natural_key = ?').bind(args.query).first();
  if (exact) return exact;
  const words = String(args.query).split(/['"\s]+/);
  for (const word of words) {
    const rows = await env.DB.prepare(
      `SELECT t.trip_id, c.email FROM trips_v2 t LEFT JOIN clients_v2 AS c ON c.email = t.primary_client_email
       WHERE t.search_text LIKE ?`
    ).bind(`%${word}%`).all();
    if (rows.results.length > 0) return rows.results;
  }
  return null;
}

export const importTripPage = async (env: Env, url: string): Promise<unknown> => {
  const page = await fetch(url);
  const html = await page.text();
  const cover = await fetch(`${IMAGE_HOST}/cover?u=${encodeURIComponent(url)}`);
  const insert = env.DB.prepare('INSERT INTO HtmlDocuments (url, html) VALUES (?, ?)');
  await insert.bind(url, html).run();
  return cover.status;
};
