// Who signs out leaves nothing of what was typed in the browser.
const STORE = "korus-aktivitet";

document.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(STORE)) localStorage.removeItem(key);
  }
  if ("caches" in window) caches.delete(STORE);
});
