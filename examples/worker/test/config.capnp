# One Worker that has all it needs, and one whose secret is missing. The key pair is that of AWS's documentation.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "whole", worker = .whole), (name = "lacking", worker = .lacking)],
  sockets = [
    (name = "whole", address = "127.0.0.1:0", http = (), service = "whole"),
    (name = "lacking", address = "127.0.0.1:0", http = (), service = "lacking"),
  ],
);

const modules :List(Workerd.Worker.Module) = [
  (name = "worker.mjs", esModule = embed "build/worker.mjs"),
  (name = "index_bg.wasm", wasm = embed "build/index_bg.wasm"),
];

const whole :Workerd.Worker = (
  modules = .modules,
  bindings = [
    (name = "AWS_ENDPOINT_URL_S3", text = "https://0123456789abcdef.r2.cloudflarestorage.com"),
    (name = "AWS_REGION", text = "auto"),
    (name = "AWS_S3_BUCKET", text = "attachments"),
    (name = "AWS_ACCESS_KEY_ID", text = "AKIAIOSFODNN7EXAMPLE"),
    (name = "AWS_SECRET_ACCESS_KEY", text = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
  ],
  compatibilityDate = "2026-11-01",
);

const lacking :Workerd.Worker = (
  modules = .modules,
  bindings = [
    (name = "AWS_ENDPOINT_URL_S3", text = "https://0123456789abcdef.r2.cloudflarestorage.com"),
    (name = "AWS_REGION", text = "auto"),
    (name = "AWS_S3_BUCKET", text = "attachments"),
    (name = "AWS_ACCESS_KEY_ID", text = "AKIAIOSFODNN7EXAMPLE"),
  ],
  compatibilityDate = "2026-11-01",
);
