// Finds private values in anything that a client can get, in the forms in which they may have slipped through.

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// Every way to write an amount such as 1450.37: with and without separators of thousands, with point or comma.
function amountForms(amount) {
  const [whole, cents] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '[ ,.\\u00a0\\u202f\\u2019]?');
  return [new RegExp(`(?<![\\d.,])${grouped}[.,]${cents}(?!\\d)`)];
}

function dateForms(date) {
  const [year, month, day] = date.split('-');
  const [name, plainDay, plainMonth] = [months[month - 1], String(Number(day)), String(Number(month))];
  const names = [name, name.slice(0, 3)];
  return [
    date, `${day}.${month}.${year}`, `${plainDay}.${plainMonth}.${year}`, `${day}/${month}/${year}`, `${month}/${day}/${year}`, `${year}${month}${day}`,
    ...names.flatMap((word) => [`${plainDay} ${word} ${year}`, `${word} ${plainDay}, ${year}`]),
  ].map((text) => new RegExp(quoted(text), 'i'));
}

function formsOf(secret) {
  if (/^\d+\.\d\d$/.test(secret)) return amountForms(secret);
  if (/^\d{4}-\d\d-\d\d$/.test(secret)) return dateForms(secret);
  const mark = /!--\d+--/.exec(secret);  // what survives of a hostile text when it is escaped
  return [new RegExp(quoted(mark ? mark[0] : secret), 'i')];
}

const named = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };
export const entitiesDecoded = (text) => text
  .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
  .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
  .replace(/&(lt|gt|amp|quot|apos|nbsp);/g, (_, name) => named[name]);

function percentDecoded(text) {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

// Which of `secrets` stand in `text`, raw, entity-decoded or percent-decoded.
export function leaks(text, secrets) {
  const readings = [...new Set([text, entitiesDecoded(text), percentDecoded(entitiesDecoded(text))])];
  const found = [...secrets, 'ZZPRIV'].filter((secret) => formsOf(secret).some((form) => readings.some((reading) => form.test(reading))));
  return [...new Set(found)];
}
