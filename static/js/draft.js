// A form marked data-draft is saved a second after the last key, so that no text is lost.
const PAUSE = 1000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let isUnsaved = false;
  let isBusy = false;
  let isSending = false;

  // Said once: what is read aloud must not repeat itself for every word.
  function tell(text) {
    if (state.textContent !== text) state.textContent = text;
  }

  function typed() {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(fields);
  }

  async function answer() {
    const response = await fetch(form.dataset.draft, { method: "POST", body: typed(), redirect: "manual" });
    if (response.type === "opaqueredirect") return { text: form.dataset.signedOut };
    return response.json();
  }

  async function save() {
    clearTimeout(timer);
    if (isBusy || isSending || !isUnsaved) return;
    isBusy = true;
    isUnsaved = false;
    const found = await answer().catch(() => ({ text: form.dataset.failed }));
    isBusy = false;
    tell(found.text);
    if (isUnsaved) later();
    else isUnsaved = !found.saved;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function change() {
    isUnsaved = true;
    later();
  }

  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(timer);
  });
  // Back from the page that was sent, and away to another app on a phone.
  window.addEventListener("pageshow", () => (isSending = false));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => isUnsaved && !isSending && event.preventDefault());
}
