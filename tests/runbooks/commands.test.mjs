// Every command of the README and of the pages that a person follows, in its order, with what it is said to answer.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectFolder } from '../../tools/local/voygent.mjs';
import { scratchFolder } from '../e2e/world.mjs';
import { saysThat } from './comparison.mjs';
import { blocksOf, reasons, textOf } from './document.mjs';
import { openShell } from './shell.mjs';
import { worlds } from './worlds.mjs';

const runbooks = readdirSync(join(projectFolder, 'docs', 'runbooks')).filter((name) => name.endsWith('.md')).map((name) => `docs/runbooks/${name}`);
// All of them, or the one that is being written.
const documents = process.env.VG_DOCUMENT ? [process.env.VG_DOCUMENT] : ['README.md', 'docs/connect.md', ...runbooks];

// What a reader takes from an answer and puts into the next command.
const taken = [
  [/\bt_…/g, /\bt_[0-9a-z]{16}\b/],
  [/(?<=\bSLUG=)…/g, /(?<=\/p\/)[0-9a-z]{26}(?=\/)/],
  [/(?<=\bCONFIRM=)…/g, /(?<=--confirm )[0-9a-f]{12}\b/],
];

// The same words in this world.
function inWorld(world, text) {
  const own = text.replace(/(?<=(?:127\.0\.0\.1|localhost):|--port )8787\b/g, String(world.port));
  return (world.replace ?? []).reduce((out, [from, to]) => out.replaceAll(from, to), own);
}

function typedBy(reader, code) {
  let out = inWorld(reader.world, code);
  for (const [place, what] of taken) {
    if (!place.test(out)) continue;
    const found = reader.answers.map((answer) => what.exec(answer)?.[0]).filter(Boolean).at(-1);
    assert.ok(found, `nothing said ${what} before`);
    out = out.replace(place, found);
  }
  assert.doesNotMatch(out.replace(/(^|\s)#.*$/gm, ''), /…/, 'a reader cannot know what … stands for');
  return out;
}

async function follow(reader, block) {
  const { shell, world } = reader;
  if (block.marks.afterStop || block.marks.staysUp) {
    assert.ok(!block.marks.afterStop || shell.isUp(), 'nothing has to be stopped');
    await shell.stop();
  }
  await world.before?.(block, reader);
  const code = typedBy(reader, block.code);
  if (block.marks.staysUp) {
    reader.answers.push(await shell.start(code, `http://127.0.0.1:${world.port}/health`));
  } else {
    const { answer, failures } = await shell.run(code);
    reader.answers.push(answer);
    assert.deepEqual(failures, block.marks.exit ? [block.marks.exit] : [], answer);
  }
  const said = reader.answers.at(-1);
  if (block.says !== undefined) assert.ok(saysThat(inWorld(world, block.says), said), `It says:\n${said}\nand not:\n${block.says}`);
}

const counts = { run: 0, compared: 0 };
const left = Object.fromEntries(Object.keys(reasons).map((name) => [name, 0]));

for (const name of documents) {
  const blocks = blocksOf(textOf(name), name);
  for (const block of blocks) {
    if (block.marks.needs) left[block.marks.needs] += 1;
    else counts.run += 1;
    if (!block.marks.needs && block.says !== undefined) counts.compared += 1;
  }
  if (!blocks.some((block) => !block.marks.needs)) {
    for (const block of blocks) test(`${name}:${block.line}`, { skip: `needs ${block.marks.needs}: ${reasons[block.marks.needs]}` });
    continue;
  }
  describe(name, { concurrency: false }, () => {
    const reader = { answers: [], endings: [] };
    before(async () => {
      assert.ok(worlds[name], `no world is prepared for ${name}`);
      const folder = scratchFolder();
      const scratch = join(folder, 'typed');
      mkdirSync(scratch);
      reader.world = await worlds[name](folder, (end) => reader.endings.push(end));
      reader.shell = openShell({ ...reader.world, scratch });
      if (reader.world.serves) await reader.shell.start(reader.world.serves, `http://127.0.0.1:${reader.world.port}/health`);
    });
    after(async () => {
      await reader.shell?.close();
      for (const end of reader.endings.reverse()) await end();
    });
    let broken = false;
    for (const block of blocks) {
      const [first] = block.code.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
      test(`${name}:${block.line} ${first}`, { skip: block.marks.needs && `needs ${block.marks.needs}: ${reasons[block.marks.needs]}` }, async () => {
        assert.ok(!broken, 'a block before this one failed');
        broken = true;
        await follow(reader, block);
        broken = false;
      });
    }
    test(`${name}: what was to come of it`, async () => {
      assert.ok(!broken, 'a block failed');
      await reader.world.atTheEnd?.(reader);
    });
  });
}

describe('the check itself', () => {
  const block = (info, more = '') => `\`\`\`${info}\nvoygent doctor\n\`\`\`\n${more}`;

  test('knows no mark but those with a reason, and no commands in another language', () => {
    assert.equal(blocksOf(block('sh needs=cloudflare'), 'x')[0].marks.needs, 'cloudflare');
    for (const info of ['sh needs=luck', 'sh later', 'sh exit=x', 'bash', 'console', '']) assert.throws(() => blocksOf(block(info), 'x'), /is not known|is sh/);
    assert.throws(() => blocksOf(`\`\`\`text\nDone.\n\`\`\`\n`, 'x'), /no command says this/);
    assert.throws(() => blocksOf('```sh\nvoygent', 'x'), /does not end/);
    for (const [name, count] of process.env.VG_DOCUMENT ? [] : Object.entries(left)) assert.ok(count > 0, `no block needs ${name}`);
  });

  test('sees another answer, and takes other times, ids and lengths', () => {
    assert.ok(saysThat('Published version 4 of t_… to staging.\n…\nRevision 8d7e6f74b2c9.', 'Published version 4 of t_0123456789abcdef to staging.\nPage: x\nRevision aaaa6f74b2ff.\n'));
    assert.ok(saysThat('at 2026-11-22T15:05:33Z, 12 ms', 'at 2031-01-02T00:00:00Z, 7 ms'));
    for (const answer of ['', 'Published version 5.', 'Published version 4.\nmore', 'xPublished version 4.']) assert.ok(!saysThat('Published version 4.', answer), answer);
  });

  test('sees a command that fails, also in the middle, and one that should and does not', async () => {
    const folder = scratchFolder();
    const shell = openShell({ folder, env: process.env, scratch: folder });
    assert.deepEqual((await shell.run('cd /\nfalse\nA=1')).failures, [1]);
    assert.deepEqual(await shell.run('echo "$A$PWD"'), { answer: '1/\n', failures: [] });
    assert.deepEqual((await shell.run('if false; then :; fi; false || true; (exit 3)')).failures, [3]);
    await assert.rejects(shell.start('true', 'http://127.0.0.1:1/'), /does not stay up/);
    await shell.close();
  });

  test('counts what is run and what is left out', (context) => {
    context.diagnostic(`${documents.length} documents: ${counts.run} blocks run, ${counts.compared} of them compared with what they answer`);
    for (const [name, count] of Object.entries(left)) context.diagnostic(`${count} blocks need ${name}: ${reasons[name]}`);
    assert.ok(process.env.VG_DOCUMENT || counts.run > 2 * Object.values(left).reduce((sum, count) => sum + count, 0), 'too much is left out');
  });
});
