// Forms of the AWS SDK for JavaScript, of MinIO's client and of Fine Uploader. See README.md.

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";

const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url)));

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [cases.now * 1000]));
  }
  static now() {
    return cases.now * 1000;
  }
};

const require = createRequire(import.meta.url);
const { S3Client } = require("@aws-sdk/client-s3");
const { createPresignedPost } = require("@aws-sdk/s3-presigned-post");
const minio = require("minio");

const write = (record) => process.stdout.write(`${JSON.stringify(record)}\n`);
const end = new Date((cases.now + cases.lifetime) * 1000);

const credentials = (sessionToken) => ({
  accessKeyId: cases.access_key_id,
  secretAccessKey: cases.secret_access_key,
  ...(sessionToken && { sessionToken }),
});

// The AWS SDK for JavaScript.
for (const [key, file_name, stored, size, token, Fields, Conditions] of [
  ["a/b c.png", "", "a/b c.png", null, false, {}, []],
  [
    "user/eric/${filename}", "photo 1.png", "user/eric/photo 1.png", [0, 1048576], false,
    { acl: "private", "Content-Type": "image/png", success_action_status: "201" },
    [
      { acl: "private" }, ["starts-with", "$key", "user/eric/"], ["starts-with", "$Content-Type", "image/"],
      ["content-length-range", 0, 1048576],
    ],
  ],
  [
    "größe.txt", "", "größe.txt", [1, 10], true,
    { "x-amz-meta-name": "a, \"b\"", success_action_redirect: "https://app.example.com/done?x=1&y=2", tagging: "<Tagging/>" },
    [["eq", "$x-amz-meta-name", "a, \"b\""], ["content-length-range", 1, 10], ["eq", "$key", "größe.txt"]],
  ],
]) {
  const client = new S3Client({ region: cases.aws.region, credentials: credentials(token && cases.session_token) });
  const options = { Bucket: cases.bucket, Key: key, Fields, Conditions, Expires: cases.lifetime };
  const { url, fields } = await createPresignedPost(client, options);
  write({
    by: "@aws-sdk/s3-presigned-post", ...cases.aws, url, fields: Object.entries(fields), file_name, key: stored,
    size: size ?? [0, 5 * 2 ** 30],
  });
}

// MinIO's client for JavaScript.
for (const [build, file_name, key, size, token] of [
  [(policy) => policy.setKey("a.png"), "", "a.png", [0, 5 * 2 ** 30], false],
  [
    (policy) => {
      policy.setKeyStartsWith("up/");
      policy.formData.key = "up/${filename}";
      policy.setContentTypeStartsWith("image/");
      policy.formData["Content-Type"] = "image/gif";
      policy.setContentLengthRange(1024, 1048576);
      policy.setUserMetaData({ user: "42" });
    },
    "C:\\fakepath\\x.gif", "up/x.gif", [1024, 1048576], true,
  ],
  [
    (policy) => {
      policy.setKey("report.pdf");
      policy.setContentType("application/pdf");
      policy.setContentDisposition("attachment; filename=\"report.pdf\"");
      policy.setContentLengthRange(1, 9);
    },
    "", "report.pdf", [1, 9], false,
  ],
]) {
  const { hostname, port } = new URL(cases.minio.endpoint);
  const client = new minio.Client({
    endPoint: hostname, port: Number(port), useSSL: false, region: cases.minio.region, accessKey: cases.access_key_id,
    secretKey: cases.secret_access_key, ...(token && { sessionToken: cases.session_token }),
  });
  const policy = client.newPostPolicy();
  policy.setBucket(cases.bucket);
  policy.setExpires(end);
  build(policy);
  const { postURL, formData } = await client.presignedPostPolicy(policy);
  write({ by: "minio (JavaScript)", ...cases.minio, url: postURL, fields: Object.entries(formData), file_name, key, size });
}

// Fine Uploader makes the policy in the page, and its server signs it.
const page = {
  navigator: { userAgent: "", vendor: "" }, location: { protocol: "https:", host: "app.example.com" }, document: { createElement: () => ({}) },
  Date, encodeURIComponent, console, File: undefined, XMLHttpRequest: undefined,
};
page.window = page;
runInNewContext(readFileSync(require.resolve("fine-uploader/s3.fine-uploader/s3.fine-uploader.core.js"), "utf8"), page);
const { qq } = page.window;

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
function sign(policy) {
  const base64 = Buffer.from(JSON.stringify(policy)).toString("base64");
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const parts = [day, cases.aws.region, "s3", "aws4_request", base64];
  return { policy: base64, signature: parts.reduce(hmac, `AWS4${cases.secret_access_key}`).toString("hex") };
}

for (const [key, type, minFileSize, maxFileSize, more, size] of [
  ["5e0a/photo.png", "image/png", 1, 100, {}, [1, 100]],
  ["5e0a.gif", "image/gif", 0, 15000000, { params: { qqfilename: "größe 1.gif", user: "42" } }, [0, 15000000]],
  ["5e0a.txt", "text/plain", 5, 0, { serverSideEncryption: true, reducedRedundancy: true, sessionToken: cases.session_token }, [5, 5 * 2 ** 30]],
  ["5e0a.bin", undefined, 0, 0, { successRedirectUrl: "https://app.example.com/success" }, [0, 5 * 2 ** 30]],
]) {
  const spec = {
    bucket: cases.bucket, clockDrift: 0, key, accessKey: cases.access_key_id, acl: "private", type, expectedStatus: 200, params: {},
    minFileSize, maxFileSize, reducedRedundancy: false, serverSideEncryption: false, signatureVersion: 4, region: cases.aws.region,
    log: () => {}, ...more,
  };
  const fields = await new Promise((resolve, reject) => {
    qq.s3.util.generateAwsParams(spec, (policy) => new qq.Promise().success(sign(policy))).then(resolve, reject);
  });
  const url = `https://${cases.bucket}.s3.${cases.aws.region}.amazonaws.com/`;
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  write({ by: "Fine Uploader", ...cases.aws, url, fields: texts, file_name: "blob", key, size });
}
