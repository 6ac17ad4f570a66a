/* A photo that proves a yes is asked for once yes is chosen. Without scripts all photo fields stand open. */

const asks = (form, name) => [...form.querySelectorAll("[data-evidence-of]")].filter(({ dataset }) => dataset.evidenceOf === name);

function follow(form, name) {
  const chosen = form.querySelector(`input[name="${name}"]:checked`);
  for (const ask of asks(form, name)) ask.hidden = !(chosen && chosen.value === "yes");
}

export function evidence() {
  for (const ask of document.querySelectorAll("[data-evidence-of]")) follow(ask.closest("form"), ask.dataset.evidenceOf);
  document.addEventListener("change", ({ target }) => {
    if (target.type === "radio" && target.form) follow(target.form, target.name);
  });
}
