// node tools/tutorial/main.mjs: plays the tutorial against a server of this build and takes the screenshots of its page on a phone into docs/images/.
// page.sha256 there is the digest of the page that they show.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { connectSdk2 } from '../local/clients.mjs';
import { createToken, projectFolder, serve } from '../local/voygent.mjs';
import { play } from './play.mjs';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };

// name, what is opened, where the picture begins and ends: elements of the page.
const pictures = [
  { name: 'page-top.png' },
  { name: 'page-day.png', open: '#day-1', from: '#day-1', to: '#day-2' },
  { name: 'page-stays.png', from: '#stays', to: '#prices' },
];

async function take(page, folder, { name, open, from, to }) {
  const clip = await page.evaluate((open, from, to) => {
    for (const details of document.querySelectorAll('details')) details.open = false;
    if (open) document.querySelector(open).open = true;
    if (!from) return null;
    const top = document.querySelector(from).getBoundingClientRect().top + scrollY - 12;
    return { x: 0, y: top, width: innerWidth, height: document.querySelector(to).getBoundingClientRect().top + scrollY - top };
  }, open, from, to);
  await page.screenshot({ path: join(folder, name), ...(clip ? { clip, captureBeyondViewport: true } : {}) });
}

const folder = mkdtempSync(join(tmpdir(), 'tutorial-'));
const images = join(projectFolder, 'docs', 'images');
mkdirSync(images, { recursive: true });
const settings = { database: join(folder, 'voygent.db'), site_staging: join(folder, 'staging'), site_production: join(folder, 'production') };
const server = await serve(settings);
const client = await connectSdk2(`${server.url}/mcp`, createToken(settings, 'tutorial'));
let html = '';
await play(client, async ({ calls }) => {
  const preview = calls.find(({ tool }) => tool === 'render_trip')?.result.structuredContent.preview_url;
  if (preview) html = await (await fetch(preview)).text();
});
await client.close();
await server.stop();
const browser = await puppeteer.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
const page = await browser.newPage();
await page.setViewport(phone);
writeFileSync(join(folder, 'page.html'), html);
await page.goto(`file://${join(folder, 'page.html')}`);
for (const picture of pictures) await take(page, images, picture);
await browser.close();
writeFileSync(join(images, 'page.sha256'), `${createHash('sha256').update(html).digest('hex')}\n`);
rmSync(folder, { recursive: true });
