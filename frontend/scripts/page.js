/* Small manners of every page: the offline words, one send per press, the way back from a confirmation. */
import { word } from "./words.js";

function offline() {
  const banner = document.querySelector("[data-offline]");
  if (!banner) return;
  const show = () => { banner.hidden = navigator.onLine !== false; };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

/** A second press while the first is under way sends nothing; the button says so. */
function once() {
  document.addEventListener("submit", (event) => {
    const { target: form } = event;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button || button.dataset.said) return;
    button.dataset.said = button.textContent.trim();
    button.setAttribute("aria-disabled", "true");
    button.textContent = word("page", "sending");
  });
  window.addEventListener("pageshow", ({ persisted }) => { // back from the next page: ready again
    if (persisted && document.querySelector("form[data-sent]")) window.location.reload();
  });
}

function confirmations() {
  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-close]");
    if (!back) return;
    event.preventDefault();
    const details = back.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches(".twice > details")) target.querySelector(".btn--do").focus();
  }, true);
}

/** "25 / 60" under a text that has a limit. */
function counts() {
  document.addEventListener("input", ({ target }) => {
    const shown = target.id && document.querySelector(`[data-count-of="${target.id}"]`);
    if (shown) shown.textContent = String([...target.value].length);
  });
}

export function manners() {
  document.documentElement.classList.add("js");
  offline();
  once();
  confirmations();
  counts();
}
