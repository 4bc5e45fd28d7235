// Clicks every link of the page: files are saved under the right names with the right bytes, what is inline is shown,
// no script that was stored ever runs, and what is uploaded through the form arrives unchanged.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const [start, screenshot] = process.argv.slice(2);

const sample = (name) => readFile(new URL(`../../samples/${name}`, import.meta.url));
// What the page must show and link to: id, name, stored file, whether it is shown when it is opened.
const ATTACHMENTS = [
  ['att_report', 'Quartalsbericht – Größe.pdf', 'report.pdf', true],
  ['att_photo', '写真.png', 'photo.png', true],
  ['att_drawing', 'رسم.svg', 'drawing.svg', false],
  ['att_page', 'σελίδα.html', 'page.html', false],
  ['att_hello', 'Привет, мир.txt', 'hello.txt', true],
  ['att~?>odd', 'fdp._ Set-Cookie_ a=b.txt', 'hostile.txt', false],
];
const RAW = [['msg_report', 'report.eml'], ['msg_drawings', 'drawings.eml'], ['msg_private', 'private.eml']];

// As root Chromium has no sandbox of its own.
const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
const context = await browser.newContext({ acceptDownloads: true });

// Every stored script asks for /executed first of all.
let executed = 0;
const countExecution = (request) => { if (new URL(request.url()).pathname === '/executed') executed += 1; };
context.on('request', countExecution);

const open = async () => {
  const page = await context.newPage();
  await page.goto(start);
  return page;
};
const link = (page, kind, id) => page.locator(`[id="${kind}-${id}"]`);

async function assertSaved(page, action, name, file) {
  const [download] = await Promise.all([page.waitForEvent('download'), action()]);
  if (name) assert.equal(download.suggestedFilename(), name);
  assert.deepEqual(await readFile(await download.path()), await sample(file));
  console.log(`saved   ${JSON.stringify(download.suggestedFilename())}`);
}

async function assertShown(page, id, file) {
  const downloads = [];
  page.on('download', (download) => downloads.push(download));
  const answered = page.waitForResponse((response) => response.url().includes('X-Amz-Signature='));
  await link(page, 'open', id).click();
  const response = await answered;
  assert.equal(response.status(), 200);
  await page.waitForURL((url) => url.origin !== new URL(start).origin);
  await page.waitForLoadState();
  assert.deepEqual(downloads, []);
  if (file.endsWith('.png')) assert.equal(await page.evaluate(() => document.images[0].naturalWidth), 96);
  if (file.endsWith('.txt')) assert.equal(await page.evaluate(() => document.body.innerText), String(await sample(file)));
  if (file.endsWith('.pdf')) assert.equal(await page.evaluate(() => document.contentType), 'application/pdf');
  console.log(`shown   ${file}`);
}

try {
  const page = await open();
  await page.setViewportSize({ width: 1000, height: 900 });
  await page.screenshot({ path: screenshot, fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: screenshot.replace(/(?=\.png$)/, '-dark'), fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });

  // The time that is left runs down, though the page has no script.
  const left = () => page.locator('.left').evaluate((left) => {
    const [, minutes, seconds] = getComputedStyle(left, '::after').counterReset.match(/minutes (\d+) seconds (\d+)/);
    return 60 * minutes + Number(seconds);
  });
  const first = await left();
  assert.ok(first > 3500 && first <= 3600, `${first} seconds left`);
  await page.waitForTimeout(2000);
  assert.ok(await left() < first);
  console.log('the countdown runs');
  assert.equal(await page.locator('a').count(), 2 * ATTACHMENTS.length + RAW.length);

  for (const [id, name, file, shown] of ATTACHMENTS) {
    await assertSaved(page, () => link(page, 'download', id).click(), name, file);
    if (shown) {
      const tab = await open();
      await assertShown(tab, id, file);
      await tab.close();
    } else {
      await assertSaved(page, () => link(page, 'open', id).click(), name, file);
    }
    assert.equal(page.url(), start);
  }
  for (const [id, file] of RAW) {
    await assertSaved(page, () => link(page, 'raw', id).click(), undefined, file);
  }

  // Not in a frame either, were there a page that allowed one; and as an image a drawing has no script.
  const lax = await browser.newContext({ acceptDownloads: true, bypassCSP: true });
  lax.on('request', countExecution);
  for (const id of ['att_drawing', 'att_page']) {
    const tab = await lax.newPage();
    await tab.goto(start);
    const url = await link(tab, 'open', id).getAttribute('href');
    for (const element of ['iframe', 'img', 'object', 'embed']) {
      await tab.evaluate(([element, url]) => {
        const shown = document.createElement(element);
        shown[element === 'object' ? 'data' : 'src'] = url;
        document.body.append(shown);
      }, [element, url]);
    }
    await tab.waitForTimeout(1000);
    for (const frame of tab.frames()) assert.notEqual(await frame.title(), 'executed');
    await tab.close();
  }
  assert.equal(executed, 0);
  console.log('no stored script was executed');

  // That one would have been seen.
  for (const [file, contentType] of [['page.html', 'text/html'], ['drawing.svg', 'image/svg+xml']]) {
    const tab = await context.newPage();
    const body = await sample(file);
    await tab.route('http://control.test/**', (route) => route.fulfill({ contentType, body }));
    executed = 0;
    await tab.goto('http://control.test/');
    await tab.waitForTimeout(300);
    assert.ok(executed > 0, `${file} was to be seen executing`);
    await tab.close();
  }
  console.log('the control was seen executing');

  // A file through the form: the browser sends it straight to the store, and the page lists it then.
  const bytes = randomBytes(20_000_000);
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  const file = { name: 'Größe & 20 MB.bin', mimeType: 'text/html', buffer: bytes };
  await page.setInputFiles('#upload input[type=file]', file);
  await page.locator('#upload button').click();
  assert.notEqual(new URL((await sent).url()).origin, new URL(start).origin);
  await page.waitForURL(start);
  const uploaded = page.locator('h2:text-is("Uploaded") + table');
  const cells = await uploaded.locator('td').allInnerTexts();
  assert.deepEqual(cells.slice(0, 3), ['Größe & 20 MB.bin', 'application/octet-stream', '20.0 MB']);
  const [download] = await Promise.all([page.waitForEvent('download'), uploaded.locator('a.download').click()]);
  assert.ok(bytes.equals(await readFile(await download.path())));
  console.log('20 MB uploaded and unchanged');

  // The same by the page's own script: a ticket, and a PUT to the store.
  const small = randomBytes(100_000);
  const put = page.waitForRequest((request) => request.method() === 'PUT');
  await page.setInputFiles('#put input[type=file]', { ...file, name: 'Größe & PUT.bin', buffer: small });
  await page.locator('#put button').click();
  assert.notEqual(new URL((await put).url()).origin, new URL(start).origin);
  await page.waitForURL(start);
  const row = page.locator('tr', { has: page.locator('bdi:text-is("Größe & PUT.bin")') });
  const [direct] = await Promise.all([page.waitForEvent('download'), row.locator('a.download').click()]);
  assert.ok(small.equals(await readFile(await direct.path())));
  console.log('a direct PUT uploaded and unchanged');

  // The function of the guide to uploads, with the fields of the page's form: what it sends is what the store takes.
  const guide = String(await readFile(new URL('../../../../src/guide/uploads.md', import.meta.url)));
  const [, snippet] = guide.match(/```js\n(async function upload[^]*?)```/);
  const tab = await lax.newPage();
  await tab.goto(start);
  let taken;
  await tab.route((url) => url.origin !== new URL(start).origin, async (route) => {
    const request = route.request();
    const headers = { 'content-type': await request.headerValue('content-type') };
    taken = await fetch(request.url(), { method: 'POST', headers, body: request.postDataBuffer(), redirect: 'manual' });
    // Not the redirect, which is for forms without a script.
    await route.fulfill({ status: 204, headers: { 'access-control-allow-origin': '*' } });
  });
  await tab.evaluate(`(async () => {
    ${snippet}
    const form = document.getElementById('upload');
    const fields = {};
    for (const { name, value } of form.querySelectorAll('[type=hidden]')) fields[name] = value;
    await upload({ url: form.action, fields }, new File(['a snippet'], 'snippet.txt'));
  })()`);
  assert.equal(taken.status, 303);
  await tab.goto(taken.headers.get('location'));
  assert.equal(await tab.locator('bdi:text-is("snippet.txt")').count(), 1);
  await tab.close();
  console.log('the snippet uploaded');
} finally {
  await browser.close();
}
