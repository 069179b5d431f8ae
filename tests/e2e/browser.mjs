// A real browser without a network: pages of the site under test load, every other request is refused and remembered.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const openBrowser = () => puppeteer.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

// A page as a visitor has it. `foreign` collects what it asked of other origins, `errors` what its console said.
export async function visit(browser, url, { width, height = 844, bypassPolicy = false }) {
  const page = await browser.newPage();
  const [foreign, errors] = [[], []];
  await page.setViewport({ width, height, isMobile: width < 500, hasTouch: width < 500 });
  if (bypassPolicy) await page.setBypassCSP(true);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (new URL(request.url()).origin === new URL(url).origin) return request.continue();
    foreign.push(request.url());
    return request.abort();
  });
  page.on('console', (message) => {
    // Browsers ask for an icon by themselves.
    if (['error', 'warn'].includes(message.type()) && !message.location().url?.endsWith('/favicon.ico')) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('dialog', (dialog) => dialog.dismiss());
  await page.goto(url, { waitUntil: 'load' });
  return { page, foreign, errors };
}

// Opens, hovers and focuses everything there is.
export async function touchEverything(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const element of document.querySelectorAll('*')) {
      for (const type of ['mouseover', 'mouseenter', 'pointerover', 'toggle', 'animationstart']) element.dispatchEvent(new Event(type, { bubbles: true }));
      element.focus?.();
    }
  });
}
