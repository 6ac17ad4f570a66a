/* A password that is typed once is better seen: the button beside it shows and hides it. */
import { word } from "./words.js";

export function reveals() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.textContent = word("page", shown ? "hide" : "show");
    });
  }
}
