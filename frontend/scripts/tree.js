/* Rows of a board that open: the button fetches the rows below and puts them in
   after its own; pressing again folds them. Without scripts the name is the way down. */
import { word } from "./words.js";

const rowsUnder = (row) => [...row.parentNode.querySelectorAll(`tr[data-under="${row.id}"]`)];

let made = 0;
function idOf(row) {
  if (!row.id) row.id = `row-${(made += 1)}`;
  return row.id;
}

function label(button, open) {
  button.setAttribute("aria-expanded", String(open));
  const text = open ? button.dataset.labelClose : button.dataset.labelOpen;
  if (text) button.setAttribute("aria-label", text);
}

function fold(row) {
  for (const below of rowsUnder(row)) {
    below.hidden = true;
    if (below.id) fold(below);
  }
}

function unfold(row) {
  for (const below of rowsUnder(row)) {
    below.hidden = false;
    if (below.querySelector("[data-rows-url][aria-expanded=true]")) unfold(below);
  }
}

async function fetchRows(url) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return [...template.content.querySelectorAll("tr")];
}

/** A row that says the rows did not come; it goes when the button is pressed again. */
function excuse(row) {
  const said = document.createElement("tr");
  const cell = said.insertCell();
  cell.colSpan = [...row.cells].reduce((sum, { colSpan }) => sum + colSpan, 0);
  cell.className = "wait";
  cell.setAttribute("role", "alert");
  cell.textContent = word("tree", "failed");
  said.dataset.under = row.id;
  said.dataset.excuse = "";
  return said;
}

async function open(button, row) {
  button.setAttribute("aria-busy", "true");
  for (const old of rowsUnder(row)) if ("excuse" in old.dataset) old.remove();
  try {
    const rows = await fetchRows(button.dataset.rowsUrl);
    for (const below of rows) below.dataset.under = idOf(row);
    row.after(...rows);
    button.dataset.got = "";
    label(button, true);
  } catch (_noSignal) {
    row.after(excuse(row));
  }
  button.removeAttribute("aria-busy");
}

function press(button) {
  const row = button.closest("tr");
  idOf(row);
  if (button.getAttribute("aria-busy")) return;
  if (button.getAttribute("aria-expanded") === "true") {
    label(button, false);
    fold(row);
  } else if ("got" in button.dataset || rowsUnder(row).some(({ dataset }) => !("excuse" in dataset))) {
    label(button, true);
    unfold(row);
  } else {
    open(button, row);
  }
}

export function trees() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-rows-url]");
    if (button) press(button);
  });
}
