/* The words scripts show come from the server, in the page's language:
   one JSON block, #texts, of groups of texts. */
let groups;

/** Text `name` of `group`, with {placeholders} filled from `values`. */
export function word(group, name, values = {}) {
  if (!groups) {
    const block = document.getElementById("texts");
    groups = block ? JSON.parse(block.textContent) : {};
  }
  const text = (groups[group] || {})[name] || "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}
