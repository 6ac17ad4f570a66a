import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findInScript, findInStyle, judge } from "../level.mjs";

const list = JSON.parse(readFileSync(new URL("../level-list.json", import.meta.url), "utf8"));
const script = (text) => findInScript(text, list.scripts);
const style = (text) => findInStyle(text, list.styles);

const SCRIPTS = [
  ["const a = [1].at(-1);", [{ feature: ".at", offset: 10 }]],
  ["const last = Array.prototype.findLast;", [{ feature: ".findLast", offset: 13 }]],
  ["x?.toSorted();", [{ feature: ".toSorted", offset: 0 }]],
  ["structuredClone(a);", [{ feature: "structuredClone", offset: 0 }]],
  ["window.structuredClone(a);", [{ feature: "structuredClone", offset: 0 }]],
  ["Object['hasOwn'](a, 'b');", [{ feature: "Object.hasOwn", offset: 0 }]],
  ["self.crypto.randomUUID();", [{ feature: "crypto.randomUUID", offset: 0 }]],
  ["AbortSignal.timeout(9);", [{ feature: "AbortSignal.timeout", offset: 0 }]],
  ["if (navigator.locks) go();", [{ feature: "navigator.locks", offset: 4 }]],
  ["class A { static { go(); } }", [{ feature: "syntax: Unexpected token (1:17)", offset: 17 }]],
  ["a ??= 'x'.replaceAll('x', 'y');", []],
  ["const { at } = entry; entry.at = at;", []],
  ["const o = { structuredClone: 1 }; o.hasOwn(2); o.timeout(3);", []],
];

for (const [text, expected] of SCRIPTS) {
  test(`script: ${text}`, () => assert.deepEqual(script(text), expected));
}

const STYLES = [
  ["a:has(b){c:d}", [{ feature: ":has()", offset: 1 }]],
  ["@container (min-width:1px){a{b:c}}", [{ feature: "@container", offset: 0 }]],
  ["a{b:c;inset:0}", [{ feature: "inset", offset: 5 }]],
  ["a{aspect-ratio:1}", [{ feature: "aspect-ratio", offset: 1 }]],
  ["a{b:c;& d{e:f}}", [{ feature: "nesting", offset: 9 }]],
  ["@media (width>=900px){a{b:c}}", [{ feature: "media range", offset: 0 }]],
  ["@media (min-width:900px){a{b:c}}", []],
  ["@keyframes x{50%{opacity:.5}}", []],
  ["/* :has( */a::before{content:'aspect-ratio:1 :has('}", []],
];

for (const [text, expected] of STYLES) {
  test(`style: ${text}`, () => assert.deepEqual(style(text), expected));
}

test("an allowed finding covers only the number it was checked for", () => {
  const found = script("if (navigator.locks) navigator.locks.request('a', go);");
  const entry = { bundle: "app.js", feature: "navigator.locks", count: 2, reason: "asked for first" };

  assert.deepEqual(judge("app.js", found, [entry]), { refused: [], unused: [] });
  assert.deepEqual(judge("app.js", found, [{ ...entry, count: 1 }]).refused, found);
  assert.deepEqual(judge("app.js", found, [{ ...entry, reason: "" }]).refused, found);
  assert.deepEqual(judge("app.js", [], [entry]), { refused: [], unused: [entry] });
  assert.deepEqual(judge("other.js", found, [entry]), { refused: found, unused: [] });
});
