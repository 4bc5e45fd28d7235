// Sends images through forms of a page that has no script, and looks at what the store made of them. tests/images/main.rs starts it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const [start, exact, open] = process.argv.slice(2);
const photo = await readFile(new URL('../../samples/photo.png', import.meta.url));

const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
try {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();

  async function send(id, name, fill = async () => {}) {
    await page.goto(start);
    const form = page.locator(`#${id}`);
    await form.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer: photo });
    await fill(form);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await form.locator('button').click();
    const response = await answered;
    await page.waitForLoadState();
    return response.status();
  }

  // The type of the form, and the name of the file at the end of the key and of the redirect.
  assert.equal(await send('image-png', 'photo.png'), 303);
  assert.equal(new URL(page.url()).searchParams.get('name'), 'photo.png');
  let stored = await fetch(exact);
  assert.equal(stored.headers.get('content-type'), 'image/png');
  assert.ok(photo.equals(Buffer.from(await stored.arrayBuffer())));
  console.log('an image through the form of its type');

  // The type and the title that the reader chose.
  const choose = (type) => async (form) => {
    await form.locator('select').selectOption(type);
    await form.locator('input[name="x-amz-meta-title"]').fill('A title, größer');
  };
  assert.equal(await send('open', 'größe 1.gif', choose('image/gif')), 303);
  assert.equal(new URL(page.url()).searchParams.get('name'), 'größe 1.gif');
  stored = await fetch(open);
  assert.equal(stored.headers.get('content-type'), 'image/gif');
  assert.ok(photo.equals(Buffer.from(await stored.arrayBuffer())));
  console.log('an image through the form for any image');

  // What does not begin so is refused, in S3's words.
  assert.equal(await send('open', 'page.gif', choose('text/html')), 403);
  const text = await page.locator('body').innerText().catch(() => page.content());
  assert.match(text, /Policy Condition failed: \["starts-with","\$Content-Type","image\/"\]/);
  console.log('a page through the form for any image is refused');
} finally {
  await browser.close();
}
