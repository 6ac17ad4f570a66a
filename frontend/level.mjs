/* Finds in a bundle what Chromium 88 does not know: syntax after ES2021, and the
   functions and style rules of level-list.json. Each finding has a name and an offset. */
import { parse } from "acorn";

const ECMA = 2021;

/** Findings {feature, offset} in the text of a script, in order. */
export function findInScript(text, list) {
  let tree;
  try {
    tree = parse(text, { ecmaVersion: ECMA, sourceType: "script" });
  } catch (error) {
    return [{ feature: `syntax: ${error.message}`, offset: error.pos }];
  }
  const found = [];
  for (const { node, called } of nodesOf(tree)) {
    const feature = featureOf(node, called, list);
    if (feature) found.push({ feature, offset: node.start });
  }
  return found.sort((one, other) => one.offset - other.offset);
}

function* nodesOf(tree) {
  const open = [{ node: tree, parent: null, key: "" }];
  while (open.length) {
    const { node, parent, key } = open.pop();
    if (!isName(node, parent, key)) yield { node, called: key === "callee" };
    for (const [name, value] of Object.entries(node)) {
      for (const child of [].concat(value)) {
        if (child && typeof child.type === "string") open.push({ node: child, parent: node, key: name });
      }
    }
  }
}

/** An identifier that only names a property or a parameter uses no global. */
function isName(node, parent, key) {
  if (node.type !== "Identifier" || !parent) return false;
  const isProperty = parent.type === "MemberExpression" && key === "property" && !parent.computed;
  const isKey = key === "key" && !parent.computed;
  return isProperty || isKey || key === "params" || (key === "id" && parent.type !== "Property");
}

function featureOf(node, called, list) {
  if (node.type === "Identifier") {
    return list.some(({ kind, name }) => kind === "global" && name === node.name) ? node.name : null;
  }
  if (node.type !== "MemberExpression") return null;
  const name = propertyOf(node);
  const owner = ownerOf(node.object);
  const hit = list.find((entry) => entry.name === name && matches(entry, owner, called));
  if (!hit) return null;
  return hit.kind === "method" ? `.${name}` : [hit.owner, name].filter(Boolean).join(".");
}

/** A field may share a method's name (`entry.at`), so a method counts when called or taken from a prototype. */
function matches({ kind, owner }, foundOwner, called) {
  if (kind === "method") return called || foundOwner === "prototype";
  if (kind === "static") return foundOwner === owner;
  return ["window", "self", "globalThis"].includes(foundOwner);
}

function propertyOf({ property, computed }) {
  if (!computed) return property.name;
  return property.type === "Literal" ? String(property.value) : null;
}

/** "crypto" for crypto, window.crypto and globalThis.crypto alike. */
function ownerOf(object) {
  if (object.type === "Identifier") return object.name;
  return object.type === "MemberExpression" ? propertyOf(object) : null;
}

/** Findings {feature, offset} in the text of a stylesheet. */
export function findInStyle(text, list) {
  const css = blank(text);
  const found = nested(css);
  for (const { name, pattern } of list) {
    for (const match of css.matchAll(new RegExp(pattern, "g"))) found.push({ feature: name, offset: match.index });
  }
  return found.sort((one, other) => one.offset - other.offset);
}

/** Comments and strings become spaces, so offsets stay. */
function blank(text) {
  return text.replace(/\/\*[^]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, (part) => " ".repeat(part.length));
}

function nested(css) {
  const found = [];
  const open = []; // for each open block: is it a style rule?
  let from = 0;
  for (let i = 0; i < css.length; i += 1) {
    if (css[i] === "{") {
      const isRule = !css.slice(from, i).trim().startsWith("@");
      if (open.includes(true)) found.push({ feature: "nesting", offset: i });
      open.push(isRule);
    }
    if (css[i] === "}") open.pop();
    if ("{};".includes(css[i])) from = i + 1;
  }
  return found;
}

/**
 * What remains after the allowed ones: {refused, unused}. An entry of `allow` is
 * {bundle, feature, count, reason}; it covers exactly `count` findings, so a new use is seen.
 */
export function judge(bundle, found, allow) {
  const mine = allow.filter((entry) => entry.bundle === bundle);
  const covered = mine.filter(({ feature, count, reason }) =>
    reason && found.filter((one) => one.feature === feature).length === count);
  const names = covered.map(({ feature }) => feature);
  return {
    refused: found.filter(({ feature }) => !names.includes(feature)),
    unused: mine.filter((entry) => !covered.includes(entry)),
  };
}
