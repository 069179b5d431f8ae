// The whole trip as the advisor sees it: collections as lists with ids, activities in their days, nothing private.
import { inOrder } from '../../mcp/peer/summary.mjs';

function isCollection(value) {
  for (const key in value) return typeof value[key]?.seq === 'number';
  return false;
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown);
  if (value === null || typeof value !== 'object') return value;
  if (isCollection(value)) return inOrder(value).map(([id, item]) => ({ id, ...shown(item) }));
  const out = {};
  for (const key in value) if (key !== 'seq' && key !== '_private') out[key] = shown(value[key]);
  return out;
}

// The activities by the id of their day, each list in its order.
export function byDay(trip) {
  const days = {};
  for (const [id, activity] of inOrder(trip.activities)) (days[activity.day] ??= []).push([id, activity]);
  return days;
}

export function wholeTrip(trip) {
  const { activities, ...rest } = trip;
  const out = shown(rest);
  const days = byDay(trip);
  for (const day of out.itinerary ?? []) {
    const list = days[day.id]?.map(([id, { day: _, ...activity }]) => ({ id, ...shown(activity) }));
    if (list) day.activities = list;
  }
  return out;
}
