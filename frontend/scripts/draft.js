/* A form that saves itself: every change goes to this phone at once and to the site
   0.8 s later. The phone's copy stays until the site has it, and comes back after a reload. */
import { post } from "./send.js";
import { word } from "./words.js";

const PAUSE = 800; // ms after the last key
const RETRIES = [2, 5, 10, 30]; // s; the last is repeated
const KEEP_DAYS = 30;
const PREFIX = "draft:";

const store = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch (_closedOrBroken) { return null; }
  },
  write(key, copy) {
    try { localStorage.setItem(key, JSON.stringify(copy)); } catch (_fullOrClosed) { /* the site still gets it */ }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch (_closed) { /* nothing was kept */ }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch (_closed) { return []; }
  },
};

/** Names and texts of the form; files and the token do not belong into a draft. */
function valuesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

function putBack(form, values) {
  const byName = new Map();
  for (const [name, value] of values) byName.set(name, (byName.get(name) || []).concat(value));
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || ["csrfmiddlewaretoken", "rev"].includes(field.name)) continue;
    if (field.tagName === "BUTTON") continue;
    const given = byName.get(field.name) || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else if (given.length) field.value = given.shift();
  }
}

function sameValues(one, other) {
  const plain = (values) => JSON.stringify(values.filter(([name]) => name !== "rev"));
  return plain(one) === plain(other);
}

class Draft {
  constructor(form) {
    Object.assign(this, { form, timer: 0, tries: 0, changes: 0, sending: false, stopped: false, after: null });
    this.url = form.dataset.autosaveUrl;
    this.key = `${PREFIX}${form.dataset.draftOwner || document.body.dataset.me || ""}:${this.url}`;
    this.state = document.querySelector("[data-save]");
  }

  start() {
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, (event) => this.changed(event));
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.changes && this.save());
    this.restore();
  }

  restore() {
    const copy = store.read(this.key);
    if (!copy) return;
    if (sameValues(copy.values, valuesOf(this.form))) {
      store.drop(this.key);
      return;
    }
    putBack(this.form, copy.values);
    this.form.elements.rev.value = copy.rev; // an older one makes the site show both sides
    this.changes = 1;
    this.say("restored", "wait");
    this.wait(0);
  }

  changed({ target }) {
    if (target.type === "file") return;
    this.changes += 1;
    this.keep();
    this.wait(PAUSE);
  }

  keep() {
    store.write(this.key, { values: valuesOf(this.form), rev: this.form.elements.rev.value, at: Date.now() });
  }

  /** Sending the form waits for a save under way, or the form would carry an overtaken rev. */
  leave(event) {
    clearTimeout(this.timer);
    if (this.sending) {
      event.preventDefault();
      this.after = () => this.form.requestSubmit(event.submitter);
    } else if (event.submitter && event.submitter.name === "keep") {
      store.drop(this.key); // one side of a conflict was chosen
    }
  }

  wait(pause) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.sending || this.stopped) return;
    clearTimeout(this.timer);
    this.sending = true;
    const covered = this.changes;
    this.say("saving", "wait");
    const { status, data } = await post(this.url, new URLSearchParams(valuesOf(this.form)));
    this.sending = false;
    if (status === 200) this.saved(data, covered);
    else if (status === 409) this.conflict(data.conflict || data.detail || {}, data.message);
    else this.failed(status, data);
    const { after } = this;
    this.after = null;
    if (after && status !== 409) after();
  }

  saved({ rev, saved_at: at }, covered) {
    this.tries = 0;
    this.form.elements.rev.value = rev;
    if (this.changes > covered) {
      this.keep();
      this.wait(PAUSE);
      return;
    }
    this.changes = 0;
    store.drop(this.key);
    this.say("saved", "", { time: (/\d\d:\d\d/.exec(at) || [""])[0] });
  }

  conflict({ html, url }, message) {
    this.stopped = true; // saving on would overwrite the other side
    this.say("conflict", "wait", {}, html ? "" : message);
    const place = this.form.querySelector("[data-conflict]");
    if (html && place) {
      place.innerHTML = html; // our own template's output, like the page itself
      place.hidden = false;
      place.scrollIntoView({ block: "center" });
    } else if (url) {
      window.location.assign(url);
    }
  }

  failed(status, { message }) {
    if (status === 401 || status === 403) return this.say("signed_out", "wait");
    if (status >= 400 && status < 500) return this.say("refused", "wait", {}, message);
    const pause = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
    this.wait(pause * 1000);
    return this.say("failed", "wait");
  }

  say(name, kind, values, text) {
    if (!this.state) return;
    this.state.textContent = text || word("draft", name, values);
    this.state.classList.toggle("save--wait", kind === "wait");
    this.state.hidden = false;
  }
}

/** Copies of forms that were sent, and copies nobody came back for. */
function sweep() {
  for (const { dataset } of document.querySelectorAll("[data-draft-done]")) {
    for (const key of store.keys()) if (key.endsWith(`:${dataset.draftDone}`)) store.drop(key);
  }
  const oldest = Date.now() - KEEP_DAYS * 86400000;
  for (const key of store.keys()) if (!((store.read(key) || {}).at > oldest)) store.drop(key);
}

export function drafts() {
  sweep();
  for (const form of document.querySelectorAll("form[data-autosave-url]")) new Draft(form).start();
}
