// docs/tutorial.md: its conversation is played against a real server that publishes to a Git site; each step says there what it says here, calls the tools that are named,
// and gets the lines that are quoted. The screenshots are of the page that comes out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { play, steps } from '../../tools/tutorial/play.mjs';
import { startWorld } from '../e2e/world.mjs';
import { codeOf, linesOf, read } from './documents.mjs';

const document = read('docs/tutorial.md');
const toolNames = ['trips', 'templates', 'publisher'].flatMap((server) => JSON.parse(read(`spec/mcp/${server}.json`)).map(({ name }) => name));

// [{ title, say, tools, quoted }] of the numbered sections.
function sections(markdown) {
  return markdown.split(/^## (?=\d+\. )/m).slice(1).map((section) => {
    const lines = linesOf(section.split(/^## /m)[0]);
    const text = lines.filter(({ kind }) => kind === 'text').map((line) => line.text);
    const tools = [];
    for (const name of codeOf(text.filter((line) => line.startsWith('The chat calls') || line.includes('The chat calls `')).join('\n'))) if (toolNames.includes(name) && !tools.includes(name)) tools.push(name);
    return { title: text[0].replace(/^\d+\. /, ''), say: text.filter((line) => line.startsWith('> ')).map((line) => line.slice(2)).join('\n'), tools, quoted: lines.filter(({ kind }) => kind === 'code').map((line) => line.text) };
  });
}

// A quoted line; `…` stands for an id.
const patternOf = (line) => new RegExp(line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[a-z0-9]+'));

describe('the tutorial', () => {
  const played = [];
  const pages = {};
  let world, html, kept;

  // The bytes of a file as the site has them now.
  const onBranch = (branch, path) => {
    const done = spawnSync('git', ['-C', world.site.repository, 'show', `${branch}:${path}`], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };

  before(async () => {
    world = await startWorld();
    const client = await world.connect();
    kept = await play(client, async ({ step, calls }) => {
      played.push({ step, calls });
      for (const { tool, arguments: args, result } of calls) {
        if (tool === 'render_trip') html = await (await fetch(result.structuredContent.preview_url)).text();
        if (tool === 'publish_trip' || tool === 'manage_publication') {
          const url = result.structuredContent.url ?? pages['Publish for the client'].url;
          pages[step.title] = { url, text: onBranch(args.target === 'production' ? 'live' : 'gh-pages', `p/${url.match(/\/p\/(\w+)/)[1]}/index.html`) };
        }
      }
    });
    await client.close();
  });

  test('has the steps that are played, in their order, in their words', () => {
    const written = sections(document);
    assert.deepEqual(written.map(({ title }) => title), steps.map(({ title }) => title));
    assert.deepEqual(written.map(({ say }) => say), steps.map(({ say }) => say));
    for (const [at, { tools, title }] of written.entries()) assert.deepEqual(tools, [...new Set(steps[at].calls.map(({ tool }) => tool))], title);
  });

  test('quotes what Voygent answers', () => {
    for (const [at, { title, quoted }] of sections(document).entries()) {
      const said = played[at].calls.map(({ result }) => result.content[0].text).join('\n');
      assert.ok(quoted.length > 0, title);
      for (const line of quoted) assert.match(said, patternOf(line), `${title}: ${line}`);
    }
  });

  test('makes one call of the database for each tool, two at most', () => {
    for (const { step, calls } of played) for (const { tool, result } of calls) assert.ok(result._meta['voygent/db_calls'] <= 2, `${step.title} ${tool}`);
  });

  test('says what happens to hotels, prices and the diet', () => {
    const { picks } = played[3].calls[1].result.structuredContent;
    assert.equal(picks.length, 3);
    assert.ok(!JSON.stringify(picks).includes('Gaia Terrace'));
    assert.match(html, /Hotel dos Azulejos/);
    assert.match(html, /€500/, 'the sum');
    assert.match(html, /€250/, 'per person');
    assert.match(html, /Dinner at Casa do Rio <span class="price">€35<\/span>[\s\S]*?Per Person/);
    assert.equal(played[7].calls[0].result.structuredContent.not_shown.count, 0);
  });

  test('ends with the page on both sites, and nothing private on it', () => {
    for (const step of ['Publish for a first look', 'Publish for the client']) {
      assert.match(pages[step].text, /Three slow days in Porto/);
    }
    const everything = Object.values(pages).map(({ text }) => text).join('') + world.site.messages() + spawnSync('git', ['-C', world.site.repository, 'log', '--format=%an %ae %B', 'live'], { encoding: 'utf8' }).stdout;
    for (const secret of ['low floor', 'stairs', '56.20', 'commission', 'iris.marlowe', 'Marlowe']) assert.ok(!everything.includes(secret), secret);
    assert.equal(pages['Publish for the client'].url, pages["Take the client's answer in"].url, 'the address stays');
  });

  test('changes the page with the answer of the client, and brings it back byte for byte', () => {
    const [first, chosen, back] = ['Publish for the client', "Take the client's answer in", 'Go back'].map((step) => pages[step].text);
    assert.notEqual(chosen, first);
    assert.equal(back, first);
    assert.match(kept.trip_id, /^t_/);
    assert.match(kept.stay, /^h-/);
  });

  test('shows screenshots of this page, small and as wide as a phone', () => {
    const images = [...document.matchAll(/!\[([^\]]+)\]\((images\/[^)]+)\)/g)];
    assert.equal(images.length, 3);
    for (const [, words, path] of images) {
      const bytes = readFileSync(join(projectFolder, 'docs', path));
      assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
      assert.equal(bytes.readUInt32BE(16), 390, path);
      assert.ok(statSync(join(projectFolder, 'docs', path)).size < 150_000, path);
      assert.ok(words.length > 20, 'what is to be seen is said in words');
    }
    assert.equal(read('docs/images/page.sha256').trim(), createHash('sha256').update(html).digest('hex'), 'the page has changed: run node tools/tutorial/main.mjs and look at docs/images');
  });
});

test('a step that says something else is noticed', () => {
  const changed = sections(document.replace('> Show me the page.', '> Show me.'));
  assert.notDeepEqual(changed.map(({ say }) => say), steps.map(({ say }) => say));
  assert.doesNotMatch('Stored 4 offers', patternOf('Stored 5 offers'));
  assert.match('set lodging/h-abc1/status', patternOf('- set lodging/h-…/status'.slice(2)));
});
