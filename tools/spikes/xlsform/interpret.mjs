// The browser's interpreter, run here with node: the same walk over the same trees as interpret.py and answer.py.
import { readFileSync } from "node:fs";

const ISO = /^\d{4}-\d\d-\d\d$/;
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)$/;
const MAX_PASSES = 20;
const DAY_MS = 86400000;

class Day { constructor(n) { this.n = n; } }          // a date at run time: days since 1970-01-01
class Nodes extends Array {}                            // a node set, in document order

const day = (text) => {
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text.slice(0, 10)) throw Error(`no date: ${text}`);
  return new Day(at / DAY_MS);
};
const iso = (n) => new Date(Math.floor(n) * DAY_MS).toISOString().slice(0, 10);
const plainDigits = (n) => {                             // 1e-7 → 0.0000001, 1e21 → 1000…
  const [digits, exponent] = String(Math.abs(n)).split("e");
  const sign = n < 0 ? "-" : "";
  if (!exponent) return sign + digits;
  const [whole, part = ""] = digits.split(".");
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${whole}${part}`;
  return sign + whole + part.padEnd(shift, "0");
};
const written = (n) => (Number.isInteger(n) && Math.abs(n) >= 1e21 ? BigInt(n).toString() : Number.isFinite(n) ? (n === 0 ? "0" : plainDigits(n)) : String(n));
const shifted = (n, places) => {
  const [digits, exponent = "0"] = String(n).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
};
const rounded = (n, places = 0) => (Number.isFinite(n) ? shifted(Math.floor(shifted(n, places) + 0.5), -places) : n);

const number = (value) => {
  if (value instanceof Day) return value.n;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return value;
  const found = value.trim();
  if (NUMBER.test(found)) return Number(found);
  return ISO.test(found) ? day(found).n : NaN;
};
const text = (value) => {
  if (value instanceof Day) return iso(value.n);
  if (typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : written(value);
};
const single = (value, answer) => (value instanceof Nodes ? (value.length ? answer.value(value[0]) : "") : value);
const boolean = (value, answer) => {
  const found = single(value, answer);
  if (typeof found === "string") return found !== "";
  if (typeof found === "boolean") return found;
  const n = number(found);
  return n !== 0 && !Number.isNaN(n);
};
const isNumber = (value) => typeof value === "number" || value instanceof Day;
const same = (left, right) => {
  if (typeof left === "boolean" || typeof right === "boolean") return boolean(left) === boolean(right);
  if (isNumber(left) || isNumber(right)) return number(left) === number(right);
  return left === right;
};
const names = (node) => node.slice(1).filter((key) => typeof key === "string").join("/");
const parent = (node) => node.slice(0, typeof node.at(-1) === "number" ? -2 : -1);
const key = (node) => JSON.stringify(node);
const startsWith = (node, head) => head.every((part, at) => node[at] === part);

class Answer {
  constructor(form, values, today) {
    this.form = form;
    this.today = today;
    this.data = { "/": values };
    for (const [name, rows] of Object.entries(form.lists)) this.data[name] = { root: { item: rows } };
    this.paths = new Set(form.order.filter((path) => !form.repeats.includes(path)));
    this.hidden = new Set();
  }
  at(node) {
    return node.reduce((found, part) => (found && Object.hasOwn(found, part) ? found[part] : undefined), this.data);
  }
  value(node) {
    const found = this.at(node);
    if (found === undefined || found === null || typeof found === "object" || this.isHidden(node)) return "";
    return node[0] === "/" && this.form.types[names(node)] === "date" ? day(found) : found;
  }
  isHidden(node) {
    return this.hidden.size > 0 && node.some((_, at) => at > 0 && this.hidden.has(key(node.slice(0, at + 1))));
  }
  children(node, step) {
    const found = this.at(node) ?? {};
    if (step === "*") return Object.keys(found).flatMap((name) => this.children(node, name));
    const below = Object.hasOwn(found, step) ? found[step] : undefined;
    const here = [...node, step];
    if (Array.isArray(below)) return below.map((_, at) => [...here, at]);
    return below !== undefined || (node[0] === "/" && this.paths.has(names(here))) ? [here] : [];
  }
}

const placed = (tree, position) => {
  if (!Array.isArray(tree)) return tree;
  if (tree.length === 2 && tree[0] === "call" && tree[1] === "position") return ["num", position];
  return tree.map((part) => placed(part, position));
};

class Run {
  constructor(answer, node, current = node, places = {}) { Object.assign(this, { answer, node, current, places }); }
  eval(tree) {
    const [kind, first, ...rest] = tree;
    if (kind === "num" || kind === "str") return first;
    if (kind === "neg") return -this.number(first);
    if (kind === "op") return this.operate(first, ...rest);
    if (kind === "path") return this.nodes(first, rest[0]);
    if (!Object.hasOwn(FUNCTIONS, first)) throw Error(`function ${first}() is not supported`);
    return FUNCTIONS[first](this, ...rest);
  }
  nodes(start, allSteps) {
    const own = start === "." ? this.node : this.current;
    let found = [start === "." || start === "current" ? own : [start]];
    const steps = start === "/" ? allSteps.slice(1) : allSteps;
    steps.forEach(([name, ...predicates], at) => {
      found = found.flatMap((node) => this.step(node, name));
      if (start === "/" && !predicates.length) found = this.inContext(found, at === steps.length - 1);
      for (const predicate of predicates) found = this.filtered(found, predicate);
    });
    return Nodes.from(found.filter((node) => !this.answer.isHidden(node)));
  }
  step(node, name) {
    if (name === ".") return [node];
    return name === ".." ? [parent(node)] : this.answer.children(node, name);
  }
  inContext(found, last) {
    if (!found.length || typeof found[0].at(-1) !== "number") return found;
    const forced = this.places[names(found[0])];
    if (forced !== undefined) return found.filter((node) => node.at(-1) === forced - 1);
    if (last) return found;
    const here = found.filter((node) => startsWith(this.current, node));
    return here.length ? here : found;
  }
  filtered(found, predicate) {
    return found.filter((node, at) => {
      const run = new Run(this.answer, node, this.current, this.places);
      const here = run.eval(placed(predicate, at + 1));
      return isNumber(here) ? number(here) === at + 1 : boolean(here, this.answer);
    });
  }
  single(tree) { return single(this.eval(tree), this.answer); }
  number(tree) { return number(this.single(tree)); }
  text(tree) { return text(this.single(tree)); }
  truth(tree) { return boolean(this.eval(tree), this.answer); }
  operate(op, left, right) {
    if (op === "or") return this.truth(left) || this.truth(right);
    if (op === "and") return this.truth(left) && this.truth(right);
    if (op === "=" || op === "!=") return same(this.single(left), this.single(right)) === (op === "=");
    return OPERATORS[op](this.number(left), this.number(right));
  }
  all(trees) {
    return trees.flatMap((tree) => {
      const value = this.eval(tree);
      return value instanceof Nodes ? Array.from(value, (node) => this.answer.value(node)) : [value];
    });
  }
}

const OPERATORS = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, div: (a, b) => a / b, mod: (a, b) => a % b,
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
};
const numbers = (run, trees) => run.all(trees).map(number).filter((n) => !Number.isNaN(n));
const words = (run, tree) => run.text(tree).split(/\s+/).filter(Boolean);
const letters = (run, tree) => [...run.text(tree)];     // code points, not UTF-16 units
const finite = (n, change, otherwise = n) => (Number.isFinite(n) ? change(n) : otherwise);
const cutAt = (found, mark, before) => {
  const at = found.indexOf(mark);
  if (at < 0) return "";
  return before ? found.slice(0, at) : found.slice(at + mark.length);
};
const translated = (found, from, to) => {
  const [old, fresh] = [[...from], [...to]];
  return [...found].map((char) => (old.includes(char) ? fresh[old.indexOf(char)] ?? "" : char)).join("");
};
const choiceName = (run, value, path) => {
  const found = path[0] === "str" ? path[1].trim() : "";
  if (!found.startsWith("/")) throw Error("jr:choice-name() needs the path of a question");
  const question = found.slice(run.answer.form.root.length + 2);
  const wanted = run.text(value);
  const rows = run.answer.data[run.answer.form.choices[question][1]].root.item;
  return rows.find((row) => row.name === wanted)?.label ?? "";
};
const indexedRepeat = (run, wanted, ...pairs) => {
  const places = { ...run.places };
  for (let at = 0; at < pairs.length; at += 2) {
    const [found] = run.eval(pairs[at]);
    if (found) places[names(found)] = run.number(pairs[at + 1]);
  }
  return new Run(run.answer, run.node, run.current, places).eval(wanted);
};
const formatDate = (run, value, pattern) => {
  const n = run.number(value);
  if (Number.isNaN(n)) return "";
  const [y, m, d] = iso(n).split("-");
  const parts = { "%Y": y, "%y": y.slice(2), "%m": m, "%n": String(Number(m)), "%d": d, "%e": String(Number(d)) };
  return run.text(pattern).replace(/%[a-zA-Z]/g, (mark) => parts[mark] ?? mark);
};

const FUNCTIONS = {
  true: () => true,
  false: () => false,
  not: (run, a) => !run.truth(a),
  boolean: (run, a) => run.truth(a),
  number: (run, a) => run.number(a),
  string: (run, a) => run.text(a),
  int: (run, a) => finite(run.number(a), Math.trunc, NaN),
  floor: (run, a) => finite(run.number(a), Math.floor),
  ceiling: (run, a) => finite(run.number(a), Math.ceil),
  round: (run, a, places) => rounded(run.number(a), places ? Math.trunc(run.number(places)) : 0),
  if: (run, test, a, b) => run.single(run.truth(test) ? a : b),
  coalesce: (run, a, b) => { const found = run.single(a); return found !== "" ? found : run.single(b); },
  once: (run, a) => { const found = run.answer.value(run.node); return found !== "" ? found : run.single(a); },
  concat: (run, ...a) => run.all(a).map(text).join(""),
  join: (run, mark, ...a) => run.all(a).map(text).join(run.text(mark)),
  contains: (run, a, b) => run.text(a).includes(run.text(b)),
  "starts-with": (run, a, b) => run.text(a).startsWith(run.text(b)),
  "ends-with": (run, a, b) => run.text(a).endsWith(run.text(b)),
  "substring-before": (run, a, b) => cutAt(run.text(a), run.text(b), true),
  "substring-after": (run, a, b) => cutAt(run.text(a), run.text(b), false),
  translate: (run, a, b, c) => translated(run.text(a), run.text(b), run.text(c)),
  "normalize-space": (run, a) => words(run, a).join(" "),
  "string-length": (run, a) => letters(run, a).length,
  substr: (run, a, from, to) => letters(run, a).slice(run.number(from), to && run.number(to)).join(""),
  regex: (run, a, pattern) => new RegExp(`^(?:${run.text(pattern)})$`, "u").test(run.text(a)),
  selected: (run, a, b) => words(run, a).includes(run.text(b).trim()),
  "count-selected": (run, a) => words(run, a).length,
  "selected-at": (run, a, at) => words(run, a)[Math.trunc(run.number(at))] ?? "",
  count: (run, a) => run.eval(a).length,
  "count-non-empty": (run, a) => run.eval(a).filter((node) => run.answer.value(node) !== "").length,
  sum: (run, ...a) => numbers(run, a).reduce((total, n) => total + n, 0),
  min: (run, ...a) => numbers(run, a).reduce((least, n) => (n < least || Number.isNaN(least) ? n : least), NaN),
  max: (run, ...a) => numbers(run, a).reduce((most, n) => (n > most || Number.isNaN(most) ? n : most), NaN),
  position: (run, a) => { const at = run.eval(a)[0]?.at(-1); return typeof at === "number" ? at + 1 : 1; },
  "indexed-repeat": indexedRepeat,
  "jr:choice-name": choiceName,
  today: (run) => day(run.answer.today),
  date: (run, a) => { const n = run.number(a); return Number.isNaN(n) ? "" : new Day(Math.floor(n)); },
  "decimal-date-time": (run, a) => run.number(a),
  "format-date": formatDate,
};

const allNodes = (answer, path) =>
  path.split("/").reduce((found, step) => found.flatMap((node) => answer.children(node, step)), [["/"]]);

const store = (answer, node, value) => {
  const holder = node.slice(0, -1).reduce((found, part) => (found[part] ??= {}), answer.data);
  const plain = text(value);
  const last = node.at(-1);
  if (plain === "" || plain === "NaN") delete holder[last];
  else holder[last] = ["int", "decimal"].includes(answer.form.types[names(node)]) ? number(plain) : plain;
};

const settle = (answer) => {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const before = key([answer.data["/"], [...answer.hidden]]);
    const hidden = new Set();
    for (const path of answer.form.order) {
      const { relevant, calculate } = answer.form.binds[path] ?? {};
      for (const node of relevant || calculate ? allNodes(answer, path) : []) {
        if (relevant && !new Run(answer, node).truth(relevant)) hidden.add(key(node));
        if (calculate) store(answer, node, new Run(answer, node).single(calculate));
      }
    }
    answer.hidden = hidden;
    if (before === key([answer.data["/"], [...hidden]])) return;
  }
  throw Error("the form never settles: calculations go in a circle");
};

const kept = (answer, value, node) => {
  if (Array.isArray(value)) return value.map((row, at) => kept(answer, row, [...node, at]));
  if (value === null || typeof value !== "object") return value;
  const rest = Object.entries(value).filter(([name]) => !answer.hidden.has(key([...node, name])));
  return Object.fromEntries(rest.map(([name, part]) => [name, kept(answer, part, [...node, name])]));
};

const writtenPath = (node) =>
  node.slice(1).map((part) => (typeof part === "string" ? `/${part}` : `[${part + 1}]`)).join("").slice(1);

const check = (answer, kind) =>
  answer.form.order.flatMap((path) => {
    const tree = answer.form.binds[path]?.[kind];
    return (tree ? allNodes(answer, path) : []).filter((node) => {
      if (answer.isHidden(node)) return false;
      const empty = answer.value(node) === "";
      const truth = new Run(answer, node).truth(tree);
      return kind === "required" ? empty && truth : !empty && !truth;
    }).map(writtenPath);
  });

const offered = (answer, at) => {
  const node = at.split("/").reduce((found, step) => {
    const [, name, place] = step.match(/^([^[]+)(?:\[(\d+)\])?$/);
    return place ? [...found, name, Number(place) - 1] : [...found, name];
  }, ["/"]);
  const found = new Run(answer, node).eval(answer.form.choices[names(node)]);
  return Array.from(found, (item) => answer.value([...item, "name"]));
};

const runCase = (forms, test) => {
  const answer = new Answer(forms[test.form], structuredClone(test.values), test.today ?? "2020-03-20");
  settle(answer);
  if ("expression" in test) {
    const value = new Run(answer, ["/", ...(test.at ?? [])]).single(test.tree);
    return value instanceof Day ? text(value) : value;
  }
  if ("offers" in test) return offered(answer, test.offers);
  const found = { values: kept(answer, answer.data["/"], ["/"]) };
  for (const kind of ["constraint", "required"]) {
    const broken = check(answer, kind);
    if (broken.length) found[kind] = broken;
  }
  return found;
};

const plain = (value) => {
  if (typeof value === "number" && !Number.isFinite(value)) return written(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value === 0 ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
};

const outcome = (forms, test) => {
  try { return plain(runCase(forms, test)); } catch (error) { return { error: error.message }; }
};

const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rounds = Number(process.argv[3] ?? 0);
if (rounds) {
  const [slow] = given.cases;
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) runCase(given.forms, slow);
  console.log(JSON.stringify((performance.now() - start) / rounds));
} else console.log(JSON.stringify(given.cases.map((test) => outcome(given.forms, test))));
