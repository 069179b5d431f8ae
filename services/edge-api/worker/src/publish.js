// Hands a change of a site to the one object that makes the changes of that site, and its answer back to the core.
export async function publish(host, core, session, change, sites) {
  let answer;
  try {
    answer = await sites.getByName(change.target).publish(change);
  } catch (error) {
    host.world.log(JSON.stringify({ at: new Date().toISOString(), level: 'error', event: 'site queue', failure: String(error?.message ?? error) }));
  }
  if (core.dead) throw new Error('the core failed while this request waited');
  core.outcome(session, new Uint8Array(answer ?? 0));
}
