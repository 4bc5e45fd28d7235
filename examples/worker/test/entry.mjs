// Workers give a module of wasm compiled; worker-build writes about the same.
import module from "./index_bg.wasm";
import { fetch, initSync } from "./index.js";

initSync({ module });
export default { fetch };
