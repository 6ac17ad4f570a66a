/* Passkeys: asks the site for a question, the browser for the answer, then sends the form with it.
   A part [data-passkey="get|create"] with data-ask is shown only where the browser has passkeys. */
import { post } from "./send.js";
import { word } from "./words.js";

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The site's options with bytes where the browser wants bytes. */
export function readOptions(options) {
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (options[name]) read[name] = options[name].map((key) => ({ ...key, id: toBytes(key.id) }));
  }
  return read;
}

/** The browser's answer as plain JSON, with text where it has bytes. */
export function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, response, clientExtensionResults: {} });
}

async function go(part, say) {
  const form = part.closest("form");
  const { status, data } = await post(part.dataset.ask, new FormData(form));
  if (status !== 200) {
    say(data.message || word("passkey", "failed"));
    return;
  }
  const options = { publicKey: readOptions(data.publicKey) };
  let credential = null;
  try {
    credential = await navigator.credentials[part.dataset.passkey](options);
  } catch (_refused) { // also when its owner pressed "cancel"
  }
  if (!credential) {
    say(word("passkey", "ended"));
    return;
  }
  part.querySelector("input[name=credential]").value = writeAnswer(credential);
  if (part.dataset.to) form.action = part.dataset.to;
  form.submit();
}

export function passkeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const none of document.querySelectorAll("[data-passkey-none]")) none.hidden = true;
  for (const part of document.querySelectorAll("[data-passkey]")) {
    const said = part.querySelector("[data-passkey-said]");
    const button = part.querySelector("button");
    part.hidden = false;
    button.addEventListener("click", async () => {
      said.hidden = true;
      button.setAttribute("aria-disabled", "true");
      await go(part, (text) => { said.textContent = text; said.hidden = false; });
      button.removeAttribute("aria-disabled");
    });
  }
}
