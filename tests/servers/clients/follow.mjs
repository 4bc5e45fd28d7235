// Node, for `followers.py`: a request in each line of standard input, the answer to it in each line of standard output.
// `fetch` for HTTP/1.1, `node:http2` for HTTP/2. A request that says `stop` reads as many bytes, or more, and breaks off.

import http2 from "node:http2";
import { createInterface } from "node:readline";

// Milliseconds.
const PATIENCE = 30_000;

async function read(chunks, stop) {
  const parts = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (stop !== null && length >= stop) break;
  }
  return Buffer.concat(parts).toString("base64");
}

async function byFetch({ method, url, headers, stop }) {
  const reply = await fetch(url, { method, headers, signal: AbortSignal.timeout(PATIENCE) });
  const body = reply.body === null ? "" : await read(reply.body, stop);
  return { status: reply.status, version: "HTTP/1.1", headers: Object.fromEntries(reply.headers), body };
}

async function byHttp2({ method, url, headers, stop }) {
  const { origin } = new URL(url);
  const session = http2.connect(origin);
  session.setTimeout(PATIENCE, () => session.destroy(new Error("no answer")));
  try {
    const stream = session.request({ ":method": method, ":path": url.slice(origin.length), ...headers });
    const found = await new Promise((resolve, reject) => {
      stream.on("response", resolve);
      stream.on("error", reject);
      session.on("error", reject);
    });
    const body = await read(stream, stop);
    return { status: found[":status"], version: "HTTP/2.0", headers: found, body };
  } finally {
    session.destroy();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    const answer = await (request.http2 ? byHttp2 : byFetch)(request);
    console.log(JSON.stringify(answer));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.cause ?? error) }));
  }
}
