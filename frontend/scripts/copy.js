/* A text for a chat group is copied with one press; without scripts it is chosen by hand. */
export function copies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      field.focus();
      field.select();
      if (document.execCommand("copy")) button.textContent = field.dataset.copied;
    });
  }
}
