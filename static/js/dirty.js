// A form marked data-dirty asks before the page is left with text that was not sent.
const changed = new WeakSet();
let isSending = false;

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-dirty]");
  if (form) changed.add(form);
});
document.addEventListener("submit", () => {
  isSending = true;
});
window.addEventListener("beforeunload", (event) => {
  const unsent = [...document.querySelectorAll("form[data-dirty]")].some((form) => changed.has(form));
  if (unsent && !isSending) event.preventDefault();
});
