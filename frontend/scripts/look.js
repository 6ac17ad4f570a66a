/* Theme, size and language: a plain form; with scripts, theme and size change at once. */
import { post } from "./send.js";

function choose({ form, name, value }) {
  if (name === "lang") {
    form.submit();
    return;
  }
  document.documentElement.dataset[name] = value;
  post(form.action, new URLSearchParams(new FormData(form)));
}

export function looks() {
  document.addEventListener("change", ({ target }) => {
    if (target.form && target.form.matches("form[data-look]")) choose(target);
  });
}
