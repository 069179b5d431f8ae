// The proposal as a page, by hand: packages/templates/themes/proposal for the sections that the measured trip has. What is printed
// is named here; what is not named is on no page.
import { factsOf, inOrder, moneyWords, parseDate } from '../../mcp/peer/summary.mjs';
import { byDay } from './trip.js';
import { badge, date, each, esc, good, humanise, link, mapLink, money, paragraph, plain, shortDate, some } from './words.js';
import { style, styleHash } from '../../../build/bench/prepared.js';

const soft = (value, before = '') => some(value, (text) => `${before}<span class="soft">${text}</span>`);
const nightsWords = (count) => (count === 1 ? '1 night' : `${count} nights`);
const values = (collection) => inOrder(collection).map(([, item]) => item);
const list = (label, items) => (items?.length ? `<p class="label">${label}</p><ul>${each(items, (item) => `<li>${esc(item)}</li>`)}</ul>\n` : '');

function activity(item) {
  const price = some(money(item.cost), (text) => ` <span class="price">${text}</span>`) + some(item.costNote, (text) => ` <span class="price">${text}</span>`);
  const badges = good(item.highlight, 'Highlight') + plain(item.included, 'Included') + plain(item.optional, 'Optional') + plain(item.bookingRequired, 'Booking required') +
    badge(humanise(item.status)) + badge(item.duration) + badge(item.per && `Per ${humanise(item.per)}`) + plain(item.familyFriendly, 'Family friendly') +
    each(item.forWho, (who) => badge(`For ${humanise(who)}`)) + badge(item.crowdLevel && `Crowds: ${item.crowdLevel}`);
  const provider = item.provider ? `With ${item.provider}${item.providerType ? ` (${humanise(item.providerType)})` : ''}` : humanise(item.providerType);
  return `<li>
<p class="time">${esc(item.time ?? '')}${some(item.endTime, (text) => ` – ${text}`)}</p>
<div>
<p class="name">${esc(item.name ?? '')}${price}</p>
${paragraph(item.description, 'text')}${paragraph(item.details, 'text')}<p class="badges">${badges}</p>
${paragraph(item.location, 'soft')}${paragraph(provider, 'soft')}${paragraph(item.accessibility, 'soft')}${paragraph(item.notes, 'text soft')}
${link(item.url, 'More about it')}${mapLink(item)}
</div>
</li>
`;
}

const transport = (item) => (item ? `<div class="part"><p>${item.mode ? `${badge(humanise(item.mode))} ` : ''}${item.departureTime
  ? `<strong>${esc(item.departureTime)}</strong>${some(item.arrivalTime, (text) => ` → <strong>${text}</strong>`)} ` : `${esc(item.arrivalTime ?? '')} `}${esc(item.details ?? '')}</p>${paragraph(item.notes, 'text soft')}</div>
` : '');

const night = (item) => (item ? `<div class="part"><p>Night: ${esc(item.name ?? '')}${soft(item.nightNumber && `night ${item.nightNumber}`, ' ')}${plain(item.arrival, 'Arrival')}${plain(item.departure, 'Departure')}</p>${paragraph(item.notes, 'soft')}</div>
` : '');

const day = (item, number, activities) => `<details class="day" id="day-${number}">
<summary><span class="daynumber">Day ${esc(item.day ?? number)}${some(shortDate(item.date), (text) => ` · ${text}`)}</span> <span class="daytitle">${esc(item.title ?? '')}</span>${soft(item.location, ' ')}</summary>
<div class="daybody">
${some(humanise(item.type), (text) => `<p><span class="badge">${text}</span></p>`)}${paragraph(item.description, 'text')}${item.highlights ? `<ul>${each(item.highlights, (text) => `<li>${esc(text)}</li>`)}</ul>` : ''}
${activities ? `<ul class="activities">${each(activities, ([, one]) => activity(one))}</ul>\n` : ''}${transport(item.transport)}${night(item.lodging)}${item.meals ? `<p>Meals: ${each(item.meals, (meal) => `${badge(meal)} `)}</p>` : ''}
${list('Tips', item.tips)}${list('Avoiding crowds', item.crowdAvoidance)}${list('Shopping', item.shopping)}${paragraph(item.notes, 'text soft')}${mapLink(item)}
</div>
</details>
`;

const stay = (item) => `<article class="panel">
<h3>${esc(item.name ?? '')}</h3>
<p class="soft">${esc(item.location ?? '')}${some(item.type, (text) => ` · ${text}`)}${some(item.stars, (text) => ` · ${text} stars`)}${some(item.tier, (text) => ` · ${text}`)}</p>
<p class="badges">${badge(humanise(item.status))}${good(item.recommended, 'Recommended')}${good(item.confirmed, 'Confirmed')}${badge(item.boardBasis)}</p>
<p>${item.checkIn && item.checkOut ? `${shortDate(item.checkIn)} – ${date(item.checkOut)}` : `${date(item.checkIn) ?? ''} ${date(item.checkOut) ?? ''}`}${item.nights ? ` · ${nightsWords(item.nights)}` : ''}${some(item.checkInTime, (text) => ` · check-in ${text}`)}</p>
${item.roomType || item.rooms ? `<p>${esc(item.roomType ?? '')}${item.rooms ? `${item.roomType ? ' · ' : ''}${item.rooms} room(s)` : ''}</p>` : ''}
${item.total ? `<p><strong>${money(item.total)}</strong> for the stay${item.rate ? ` · ${money(item.rate)} a night` : ''}</p>` : item.rate ? `<p><strong>${money(item.rate)}</strong> a night</p>` : ''}
${paragraph(item.priceNote, 'soft')}${paragraph(item.taxesFees, 'soft')}${some(item.cancellationPolicy, (text) => `<p class="soft">Cancellation: ${text}</p>\n`)}${item.amenities ? `<p class="badges">${each(item.amenities, badge)}</p>` : ''}
${list('For it', item.pros)}${list('Against it', item.cons)}${some(item.bestFor, (text) => `<p>Best for ${text}</p>`)}${paragraph(item.address, 'soft')}${paragraph(item.phone, 'soft')}
<p>${link(item.url, 'Website')} ${mapLink(item)}</p>
</article>
`;

const dots = (value, words = (text) => text) => some(value, (text) => ` · ${words(text)}`);
const segment = (item) => `<li>${esc(item.from ?? '')} ${esc(item.depart ?? '')} → ${esc(item.to ?? '')} ${esc(item.arrive ?? '')}${some(date(item.arriveDate), (text) => ` (${text})`)}<span class="soft"> ${esc(item.carrier ?? '')} ${esc(item.flight ?? '')}${some(item.operatedBy, (text) => `, operated by ${text}`)}${dots(item.duration)}${dots(item.aircraft)}${dots(item.terminal)}${dots(item.cabin)}${dots(item.layoverBefore, (text) => `layover before ${text}`)}${dots(item.layoverAfter, (text) => `layover after ${text}`)}${dots(item.notes)}</span></li>
`;
const segments = (items) => (items?.length ? `<ol class="segments">${each(items, segment)}</ol>` : '');

const leg = (item) => `<article class="panel">
<h3>${esc(item.route ?? (item.segments?.length ? `${item.segments[0].from} → ${item.segments.at(-1).to}` : ''))}</h3>
<p class="soft">${esc(humanise(item.direction) ?? '')}${dots(date(item.date))}</p>
${item.depart ? `<p><strong>${esc(item.depart)}</strong>${some(item.arrive, (text) => ` → <strong>${text}</strong>`)}${dots(item.totalTime)}${dots(item.layover)}</p>` : ''}
<p>${esc(item.airline ?? '')} ${esc(item.flightNo ?? '')}${dots(item.cabin)}${dots(item.terminal)}${dots(item.aircraft)}${dots(item.guests, (text) => `${text} guests`)}</p>
${some(money(item.price), (text) => `<p><strong>${text}</strong></p>`)}${some(item.baggage, (text) => `<p class="soft">Baggage: ${text}</p>`)}
${segments(item.segments)}${paragraph(item.notes, 'text soft')}${paragraph(item.tips, 'text soft')}
</article>
`;

const optionLeg = (item) => (item ? `<div class="leg"><p>${some(item.route, (text) => `${text} · `)}${date(item.date) ?? ''}${dots(item.depart)}${some(item.arrive, (text) => ` → ${text}`)}${dots(item.totalTime)}${dots(item.layover)}${dots(item.airline && `${item.airline} ${item.flightNo ?? ''}`)}${dots(item.cabin)}</p>${segments(item.segments)}${paragraph(item.notes, 'soft')}</div>
` : '');

const flightOption = (item) => `<li>
<h4>${esc(item.label ?? '')}</h4>
<p class="badges">${good(item.recommended, 'Recommended')}${good(item.bestValue, 'Best value')}</p>
${item.pricing ? `<p>${some(money(item.pricing.total), (text) => `<strong>${text}</strong>`)}${dots(money(item.pricing.perPerson), (text) => `${text} per person`)}${soft(item.pricing.note, ' ')}</p>` : ''}
${some(item.savings, (text) => `<p>${text}</p>`)}${optionLeg(item.outbound)}${optionLeg(item.return)}${some(item.reason, (text) => `<p>${text}</p>`)}${paragraph(item.warning, 'warn')}
</li>
`;

const flightOptions = (options) => (options ? `<h3>Flights to choose from</h3>
<p class="soft">${some(date(options.outboundDate), (text) => `Out ${text}`)}${dots(date(options.returnDate), (text) => `back ${text}`)}</p>
<ul class="options">
${each(values(options.options), flightOption)}</ul>
${some(options.recommendation, (text) => `<p>${text}</p>`)}${paragraph(options.selfBookNote, 'soft')}${paragraph(options.disclaimer, 'soft')}
` : '');

const line = (item) => `<tr><td>${esc(item.label ?? '')}${soft(humanise(item.basis), ' ')}${item.perPerson ? soft('Per person', ' ') : ''}${soft(item.qty && `× ${item.qty}`, ' ')}${some(item.category, (text) => ` <span class="badge">${text}</span>`)}${soft(item.notes, '<br>')}</td><td class="amount">${money(item.amount) ?? ''}${item.amountLo ? `<br><span class="soft">${money(item.amountLo)} – ${money(item.amountHi) ?? ''}</span>` : ''}</td></tr>
`;

function prices(budget, total, perPerson) {
  const { asOf, ...rates } = budget.fx ?? {};
  return `<section id="prices">
<h2>Prices</h2>
<table>
<thead><tr><th scope="col">What</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>
${each(values(budget.lineItems), line)}</tbody>
<tfoot><tr><th scope="row">Total</th><td class="amount"><strong>${total}</strong></td></tr>${perPerson ? `<tr><th scope="row">Per person</th><td class="amount">${perPerson}</td></tr>` : ''}</tfoot>
</table>
${Object.keys(rates).length ? `<p class="soft">${each(Object.entries(rates), ([code, rate]) => `${esc(code)} ${esc(rate)} `)}${some(asOf, (text) => `as of ${text}`)}</p>` : ''}
${some(money(budget.depositPaid), (text) => `<p>Deposit paid: ${text}</p>`)}${some(money(budget.depositDue), (text) => `<p>Deposit due: ${text}</p>`)}${some(money(budget.balanceDue), (text) => `<p>Balance: ${text}${some(budget.finalPaymentDate, (due) => ` until ${due}`)}</p>`)}
${paragraph(budget.notes, 'text soft')}
</section>
`;
}

const rows = (pairs) => `<dl>${each(pairs.filter(([, value]) => value !== undefined && value !== ''), ([label, value]) => `<div><dt>${esc(label)}</dt><dd>${esc(value)}</dd></div>`)}</dl>`;
const card = (title, pairs) => `<div class="card">\n${some(title, (text) => `<p class="name">${text}</p>\n`)}${rows(pairs)}\n</div>`;
const cards = (title, all) => (all.length ? `<div class="cards">\n<h3>${title}</h3>\n${all.join('')}\n</div>\n` : '');

const toKnow = (trip) =>
  cards('Practical information', trip.practicalInfo ? [card('', Object.entries(trip.practicalInfo).map(([name, value]) => [humanise(name), value]))] : []) +
  cards('Documents', values(trip.documents).map((item) => card(item.type, [['For', item.for], ['Status', item.status], ['Due date', item.dueDate]]))) +
  cards('Maps', (trip.maps ?? []).map((item) => card(item.location, [['Label', item.label]]))) +
  cards('Terms', trip.terms ? [card('', [['Valid until', date(trip.terms.validUntil)], ['Cancellation', trip.terms.cancellation], ['Payment', trip.terms.payment], ['Disclaimer', trip.terms.disclaimer]])] : []);

// First name and initial; a full name never leaves the advisor's side.
function shortName({ firstName, lastInitial, name }) {
  if (firstName) return lastInitial ? `${firstName} ${lastInitial}.` : firstName;
  const words = name.trim().split(' ');
  return words.length < 2 ? words[0] : `${words[0]} ${[...words.at(-1)][0]}.`;
}

const task = (item) => `<li>${esc(item.text)}${soft(date(item.due) && `until ${date(item.due)}`, ' ')}${item.done ? ' <span class="badge good">Done</span>' : ''}</li>`;
const fact = (label, value) => (value ? `<div><dt>${label}</dt><dd>${value}</dd></div>\n` : '');
const jump = (isThere, id, words) => (isThere ? `<li><a href="#${id}">${words}</a></li>\n` : '');

function when({ start, end }) {
  if (!start || !end) return '';
  const nights = Math.round((parseDate(end) - parseDate(start)) / 86_400_000);
  return `${shortDate(start)} – ${date(end)}${nights > 0 ? ` · ${nightsWords(nights)}` : ''}`;
}

export function page(trip) {
  const { meta = {}, dates = {}, budget, flights } = trip;
  const facts = factsOf(trip);
  const isSelling = !['confirmed', 'active', 'past', 'cancelled'].includes(meta.phase);
  const members = values(trip.travelers?.details);
  const { words: total, total: sum } = facts.budget;
  const perPerson = sum && facts.travellers > 1 ? moneyWords({ minor: Math.round(sum.minor / facts.travellers), currency: sum.currency }) : '';
  const tasks = values(trip.actionItems).filter(({ owner }) => owner === 'client');
  const activities = byDay(trip);
  const know = toKnow(trip);
  const title = esc(meta.title || 'Your trip');
  const about = esc([meta.destination, meta.dates].filter(Boolean).join(', '));
  return `<!DOCTYPE html>
<html lang="${esc(/^[\w-]{1,35}$/.test(meta.locale ?? '') ? meta.locale : 'en')}" dir="${esc(meta.dir ?? 'auto')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleHash}'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<meta name="description" content="${about}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${about}">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the trip</a>
<header class="hero">
<p class="eyebrow">${isSelling ? 'Proposal' : 'Your trip'}</p>
<h1>${title}</h1>
${paragraph(meta.subtitle, 'lead')}${paragraph(meta.tagline, 'lead')}<dl class="facts">
${fact('Where', esc(meta.destination ?? ''))}${fact('When', when(dates))}${fact('Who', facts.travellers ? `${facts.travellers} traveller${facts.travellers === 1 ? '' : 's'}${members.length ? `: ${each(members, (one) => `<span class="person">${esc(shortName(one))}</span> `)}` : ''}` : '')}${fact('Occasion', esc(meta.occasion ?? ''))}${fact('Price', total && `${total}${perPerson && ` · ${perPerson} per person`}`)}</dl>
${paragraph(meta.statusText, 'notice')}${isSelling ? some(date(meta.holdDate), (text) => `<p class="notice">Held for you until ${text}</p>`) : ''}${link(meta.reserveUrl, 'Reserve')}
</header>
<nav class="jump" aria-label="On this page">
<ul>
${jump(trip.itinerary, 'days', 'Days')}${jump(trip.lodging, 'stays', 'Stays')}${jump(flights?.legs, 'flights', 'Flights')}${jump(budget, 'prices', 'Prices')}${jump(know, 'know', 'Good to know')}</ul>
</nav>
<main id="main">
${tasks.length ? `<section id="tasks" class="panel"><h2>For you to do</h2><ul class="plain">${each(tasks, task)}</ul></section>\n` : ''}${meta.destinations ? `<p class="soft">${each(meta.destinations, (place) => `${badge(place)} `)}</p>\n` : ''}${members.length ? `<section id="party"><h2>Who travels</h2><ul class="plain">${each(members, (one) => `<li><strong>${esc(shortName(one))}</strong>${some(humanise(one.type), (text) => ` <span class="badge">${text}</span>`)}${one.documentsNeeded ? ` <span class="soft">bring: ${each(one.documentsNeeded, (text) => `<span class="person">${esc(text)}</span> `)}</span>` : ''}</li>`)}</ul></section>\n` : ''}
${trip.itinerary ? `<section id="days">\n<h2>Day by day</h2>\n${inOrder(trip.itinerary).map(([id, item], i) => day(item, i + 1, activities[id])).join('')}</section>\n` : ''}
${trip.lodging ? `<section id="stays">\n<h2>Where you stay</h2>\n${each(values(trip.lodging), stay)}</section>\n` : ''}
${flights ? `<section id="flights">\n<h2>Flights</h2>\n${each(values(flights.legs), leg)}${paragraph(flights.notes, 'text soft')}${isSelling ? flightOptions(trip.flightOptions) : ''}</section>\n` : ''}
${budget ? prices(budget, total, perPerson) : ''}
${know ? `<section id="know"><h2>Good to know</h2>${know}</section>\n` : ''}</main>
<footer>
<p class="small">${some(meta.pricingAsOf, (text) => `Prices as of ${text}. `)}${some(meta.tripType, (text) => `${text}. `)}${some(meta.timezone, (text) => `Times: ${text}. `)}${esc(meta.dates ?? '')}</p>
</footer>
</body>
</html>
`;
}
