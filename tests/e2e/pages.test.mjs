// Every test trip through MCP to a published page: complete, private, harmless, accessible, and back again.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { openBrowser, touchEverything, visit } from './browser.mjs';
import { leaks } from './private_strings.mjs';
import { expectation, good, startWorld, tripNames, tripText } from './world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = join(projectFolder, 'build', 'test', 'screens');
const hostile = '10a-hostile-all-strings';
const widths = { phone: 390, desktop: 1280 };
const collapsed = (text) => text.replace(/\s+/g, ' ').trim();

describe('pages', () => {
  let world;
  let client;
  let browser;
  const published = new Map();  // name -> { trip_id, url, slug, html, notShown }

  before(async () => {
    world = await startWorld();
    client = await world.connect();
    browser = await openBrowser();
    mkdirSync(screens, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    await client?.close();
  });
  const call = async (tool, args) => good(await client.call(tool, args));
  const each = (what, body) => {
    for (const name of tripNames) test(`${name}: ${what}`, () => body(name, published.get(name)));
  };

  each('is created, rendered and published through MCP', async (name) => {
    const document = JSON.parse(tripText(name));
    if (name === hostile) {
      const refused = await client.call('create_trip', { document });
      assert.ok(refused.isError);
      assert.match(refused.content[0].text, /on_invalid/);
    }
    const { trip_id } = await call('create_trip', { document, ...(name === hostile ? { on_invalid: 'keep' } : {}) });
    const rendered = await call('render_trip', { trip_id });
    const page = await call('publish_trip', { trip_id, target: 'staging', ignore_blockers: true });
    assert.equal(page.changed, true);
    const answer = await fetch(page.url);
    assert.equal(answer.status, 200);
    const html = await answer.text();
    assert.equal(await (await fetch(rendered.preview_url)).text(), html, 'the preview is not the page');
    published.set(name, { trip_id, url: page.url, slug: new URL(page.url).pathname.split('/').at(-2), html, notShown: rendered.not_shown });
  });

  each('every value that must appear is visible or named in the not-shown report', async (name, trip) => {
    const { page } = await visit(browser, trip.url, { width: widths.desktop });
    await touchEverything(page);
    const visible = collapsed(await page.evaluate(() => document.body.innerText));
    await page.close();
    // CSS may write a text in capitals; nothing else may change it.
    const stands = (wanted) => visible.toLowerCase().includes(collapsed(wanted).toLowerCase())
      || trip.notShown.values.some(({ value }) => collapsed(value).includes(collapsed(wanted)));
    assert.deepEqual(expectation(name).mustAppear.filter((wanted) => !stands(wanted)), []);
    assert.equal(trip.notShown.count, trip.notShown.values.length, 'the report is cut');
  });

  each('has a random address and asks not to be indexed', (name, trip) => {
    assert.match(trip.slug, /^[0-9a-z]{26}$/);
    assert.match(trip.html, /<meta name="robots" content="noindex, nofollow/);
    assert.match(world.site.read('robots.txt'), /Disallow: \//);
  });

  test('nothing private is in a page, a commit, an address, the index or the log', async () => {
    const places = {
      messages: world.site.messages(),
      index: ['index.html', 'pages.json', 'robots.txt'].map(world.site.read).join('\n'),
      addresses: [...published.values()].map((trip) => trip.url).join('\n'),
      log: world.server.log(),
    };
    for (const name of tripNames) {
      const secrets = expectation(name).privateGrep;
      for (const [place, text] of Object.entries({ ...places, page: published.get(name).html })) assert.deepEqual(leaks(text, secrets), [], `${name}: ${place}`);
    }
  });

  // The search itself must find what it looks for, or the test above says nothing.
  test('the search for private values finds them in all their forms', () => {
    const secrets = ['1450.37', '1987-03-12', 'Iris Annabel Marlowe', '<script>x</script><!--60-->'];
    for (const [text, found] of [
      ['costs €1,450.37 net', ['1450.37']], ['1.450,37', ['1450.37']], ['21450.37', []], ['1450.375', []],
      ['born 12 March 1987', ['1987-03-12']], ['12.03.1987', ['1987-03-12']], ['Mar 12, 1987', ['1987-03-12']],
      ['iris annabel marlowe', ['Iris Annabel Marlowe']], ['Iris%20Annabel%20Marlowe', ['Iris Annabel Marlowe']],
      ['&lt;i&gt;&lt;!--60--&gt;', ['<script>x</script><!--60-->']], ['x zzpriv-1', ['ZZPRIV']],
    ]) assert.deepEqual(leaks(text, secrets), found, text);
  });

  each('runs no script and calls nobody', async (name, trip) => {
    const { page, foreign } = await visit(browser, trip.url, { width: widths.desktop });
    await touchEverything(page);
    const seen = await page.evaluate(() => ({
      xss: window.__voyXss,
      location: window.location.href,
      handlers: [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames()).filter((attribute) => attribute.startsWith('on')),
      elements: [...document.querySelectorAll('script, iframe, base, object, embed, form, meta[http-equiv=refresh]')].map((element) => element.outerHTML),
      addresses: [...document.querySelectorAll('[href], [src]')].map((element) => element.getAttribute('href') ?? element.getAttribute('src')),
    }));
    await page.close();
    assert.equal(seen.xss, undefined);
    assert.equal(seen.location, trip.url);
    assert.deepEqual(foreign, []);
    assert.deepEqual(seen.handlers, []);
    assert.deepEqual(seen.elements, []);
    assert.deepEqual(seen.addresses.filter((address) => !/^(#|https?:\/\/[^@]*$|mailto:|tel:)/.test(address)), []);
  });

  test('the hostile trip wrote nothing outside its own path', () => {
    const paths = world.site.paths().filter((path) => !/^p\/[0-9a-z]{26}\/index\.html$/.test(path));
    assert.deepEqual(paths.sort(), ['.nojekyll', 'index.html', 'pages.json', 'robots.txt']);
  });

  each('is valid HTML', async (name, trip) => {
    const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:document'], rules: { 'no-inline-style': 'off', 'long-title': 'off', 'no-trailing-whitespace': 'off' } });
    const report = await validator.validateString(trip.html);
    assert.deepEqual(report.results.flatMap((result) => result.messages.map((message) => `${message.line}: ${message.ruleId}: ${message.message}`)), []);
  });

  for (const [device, width] of Object.entries(widths)) {
    each(`fits a ${device} and is accessible there`, async (name, trip) => {
      const { page, errors } = await visit(browser, trip.url, { width, bypassPolicy: true });
      const scroll = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      await page.screenshot({ path: join(screens, `${name}-${device}.png`), fullPage: name !== hostile });
      await touchEverything(page);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      await page.close();
      assert.ok(scroll[0] <= scroll[1], `scrolls sideways: ${scroll}`);
      assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
      assert.deepEqual(errors, []);
    });
  }

  test('unchanged content makes no commit, a change makes one with page and index', async () => {
    const { trip_id } = published.get('01-city-break-3n');
    const commits = world.site.commits().length;
    assert.equal((await call('publish_trip', { trip_id, target: 'staging' })).changed, false);
    assert.equal(world.site.commits().length, commits);
    await call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: 'Lisbon, again' }] });
    assert.equal((await call('publish_trip', { trip_id, target: 'staging' })).changed, true);
    assert.equal(world.site.commits().length, commits + 1);
  });

  test('rollback brings the page before back, byte for byte; unpublish takes it away', async () => {
    const trip = published.get('01-city-break-3n');
    const back = await call('manage_publication', { trip_id: trip.trip_id, action: 'rollback', target: 'staging' });
    assert.equal(back.action, 'rolled_back');
    assert.equal(back.version, 1);
    assert.equal(await (await fetch(trip.url)).text(), trip.html);
    assert.equal((await call('manage_publication', { trip_id: trip.trip_id, action: 'status' })).publications[0].action, 'rolled_back');
    await call('manage_publication', { trip_id: trip.trip_id, action: 'unpublish', target: 'staging' });
    assert.equal((await fetch(trip.url)).status, 404);
    assert.ok(!world.site.read('index.html').includes(trip.slug));
    const other = published.get('05-safari');
    assert.equal((await fetch(other.url)).status, 200, 'another page is gone as well');
    assert.equal((await call('publish_trip', { trip_id: trip.trip_id, target: 'staging' })).url, trip.url, 'the address has changed');
  });

  test('publications at once, to one site that also moves by itself, all arrive', async () => {
    const trips = ['02-multi-country-14d', '03-med-cruise', '05-safari', '07-honeymoon', '08-road-trip', '14-decisions-board'].map((name) => published.get(name));
    const title = (index) => `Together ${index}`;
    await Promise.all(trips.map(({ trip_id }, index) => call('edit_trip', { trip_id, operations: [{ op: 'set', path: 'meta/title', value: title(index) }] })));
    const commits = world.site.commits().length;
    const outcomes = await Promise.all([
      world.site.commitFromOutside('CNAME', 'trips.example.com\n'),
      ...trips.map(({ trip_id }) => call('publish_trip', { trip_id, target: 'staging', ignore_blockers: true })),
    ]);
    assert.ok(outcomes.slice(1).every((outcome) => outcome.changed));
    assert.equal(world.site.commits().length, commits + 1 + trips.length);
    for (const [index, trip] of trips.entries()) assert.match(await (await fetch(trip.url)).text(), new RegExp(title(index)));
    assert.equal(world.site.read('CNAME'), 'trips.example.com\n');
  });
});
