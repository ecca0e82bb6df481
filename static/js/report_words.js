// Counts the words of a text while it is typed, as the server counts them.
const WORD = /[\p{L}\p{N}]/u;

function count(text) {
  const plain = text.replace(/\]\([^)\s]*\)/g, " ").replace(/^\s*\d+[.)]\s/gm, " ").replace(/\|/g, " ");
  return plain.split(/\s+/).filter((word) => WORD.test(word)).length;
}

for (const told of document.querySelectorAll("[data-words]")) {
  const area = document.getElementById(told.dataset.words);
  const shown = told.querySelector("span");
  area.addEventListener("input", () => (shown.textContent = told.dataset.many.replace("{count}", count(area.value))));
}
