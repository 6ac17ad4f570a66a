/* Fails, with file and place, if a built bundle needs a browser newer than Chromium 88. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findInScript, findInStyle, judge } from "./level.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/xiangyun/web/shared/static/build");
const json = async (path) => JSON.parse(await readFile(path, "utf8"));

function place(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before[before.length - 1].length + 1} (offset ${offset})`;
}

const list = await json(join(here, "level-list.json"));
const allow = await json(join(here, "level-allow.json"));
const manifest = await json(join(out, "manifest.json"));
let wrong = 0;
for (const [bundle, file] of Object.entries(manifest)) {
  const text = await readFile(join(out, file), "utf8");
  const found = bundle.endsWith(".css") ? findInStyle(text, list.styles) : findInScript(text, list.scripts);
  const { refused, unused } = judge(bundle, found, allow);
  for (const { feature, offset } of refused) {
    console.error(`${file}:${place(text, offset)}: ${feature} is newer than Chromium 88: ${text.slice(offset, offset + 60)}`);
  }
  for (const { feature, count } of unused) {
    console.error(`level-allow.json: "${feature}" in ${bundle} no longer stands ${count} times, or has no reason`);
  }
  wrong += refused.length + unused.length;
}
for (const { bundle } of allow.filter((entry) => !(entry.bundle in manifest))) {
  console.error(`level-allow.json: there is no bundle ${bundle}`);
  wrong += 1;
}
if (wrong) process.exit(1);
console.log(`${Object.keys(manifest).length} bundles hold Chromium 88`);
