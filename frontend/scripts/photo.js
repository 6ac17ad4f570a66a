/* A photo field: reads time and place, makes the picture small, shows it and sends it at once.
   Without this script the plain file input still posts the picture with the form. */
import { readExif } from "./exif.js";
import { post } from "./send.js";
import { shrink } from "./shrink.js";
import { word } from "./words.js";

const MAX_BYTES = 12 * 1024 * 1024; // as the site: a picture that could not be made smaller
const TYPES_WE_SHRINK = /^image\/(jpeg|png|webp|bmp|gif)$/;

let line = Promise.resolve(); // one picture at a time: cheap phones run out of memory, weak signals out of time
const rounds = new WeakMap(); // field -> how often a picture was chosen; an overtaken one says nothing more

const part = (field, name) => field.querySelector(`[data-photo-${name}]`);

function say(field, name, kind, text) {
  const state = part(field, "state");
  state.textContent = text || word("photo", name);
  state.className = `photo__state save ${kind ? "save--" + kind : ""}`;
  field.classList.toggle("field--bad", kind === "late");
  part(field, "retry").hidden = !["failed", "signed_out"].includes(name);
}

function fill(field, name, value) {
  const input = part(field, name);
  if (input) input.value = value === null || value === undefined ? "" : value;
}

function show(field, picture) {
  const frame = part(field, "frame");
  frame.textContent = "";
  if (picture) frame.append(picture);
  frame.hidden = !picture;
  part(field, "drop").hidden = !picture;
  const ask = part(field, "ask");
  if (ask) ask.textContent = word("photo", picture ? "again" : "take");
}

function put(input, file) {
  const carrier = new DataTransfer();
  carrier.items.add(file);
  input.files = carrier.files;
}

async function prepare(field, input, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const exif = readExif(bytes);
  fill(field, "taken-at", exif.takenAt);
  fill(field, "lat", exif.lat);
  fill(field, "lng", exif.lng);
  if (!TYPES_WE_SHRINK.test(file.type)) return show(field, null);
  const small = await shrink(bytes, file, exif);
  put(input, small.file);
  return show(field, small.canvas);
}

async function take(field, input) {
  const file = input.files[0];
  if (!file) return;
  if (file.type && !file.type.startsWith("image/")) {
    refuse(field, input, "not_a_picture"); // the picture before it, if any, stays
    return;
  }
  const round = (rounds.get(field) || 0) + 1;
  rounds.set(field, round);
  fill(field, "hash", "");
  say(field, "reading", "wait");
  try {
    await prepare(field, input, file);
  } catch (_unreadable) {
    show(field, null); // the site may still know this kind of picture
  }
  if (input.files[0].size > MAX_BYTES) refuse(field, input, "too_big");
  else await send(field, input, round);
}

function refuse(field, input, why) {
  input.value = "";
  say(field, why, "late");
}

async function send(field, input, round) {
  say(field, "sending", "wait");
  const body = new FormData();
  body.append("file", input.files[0]);
  for (const name of ["taken-at", "lat", "lng"]) {
    const hidden = part(field, name);
    if (hidden) body.append(name.replace("-", "_"), hidden.value);
  }
  const { status, data } = await post(input.dataset.uploadUrl, body);
  if (rounds.get(field) !== round) return;
  if (status >= 200 && status < 300 && data.sha256) return keep(field, input, data);
  if (status === 401 || status === 403) return say(field, "signed_out", "late");
  say(field, "failed", "late", status >= 400 && status < 500 && data.message);
}

function keep(field, input, { sha256 }) {
  fill(field, "hash", sha256);
  input.value = ""; // the server has it: the form need not carry it again
  const error = field.querySelector(".field__error"); // what the site said about the picture before
  if (error) error.remove();
  say(field, "sent", "");
  part(field, "hash").dispatchEvent(new Event("change", { bubbles: true }));
}

function drop(field, input) {
  rounds.set(field, (rounds.get(field) || 0) + 1);
  input.value = "";
  for (const name of ["hash", "taken-at", "lat", "lng"]) fill(field, name, "");
  show(field, null);
  say(field, "dropped", "");
  part(field, "hash").dispatchEvent(new Event("change", { bubbles: true }));
  input.focus();
}

const queue = (step) => { line = line.then(step, step); };

function retryAll() {
  for (const field of document.querySelectorAll("[data-photo-field]")) {
    const input = field.querySelector("input[data-photo]");
    if (input.files.length && !part(field, "retry").hidden) queue(() => send(field, input, rounds.get(field)));
  }
}

export function photos() {
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[data-photo][data-upload-url]")) return;
    queue(() => take(target.closest("[data-photo-field]"), target));
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-photo-retry], [data-photo-drop]");
    if (!button) return;
    const field = button.closest("[data-photo-field]");
    const input = field.querySelector("input[data-photo]");
    if ("photoDrop" in button.dataset) drop(field, input);
    else if (input.files.length) queue(() => send(field, input, rounds.get(field)));
  });
  window.addEventListener("online", retryAll);
}
