// Each answer is saved as it is chosen. One at a time, so that the last word is the one stored.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-saved-state]");
  const waiting = new Map();
  let isBusy = false;

  function tell(name, text) {
    state.dataset.state = name;
    state.textContent = text;
  }

  async function send([name, value]) {
    const body = new URLSearchParams({ [name]: value });
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: true });
    if (response.status === 404 || response.status === 410) return "ended";
    return response.ok ? "saved" : "failed";
  }

  async function work() {
    if (isBusy) return;
    isBusy = true;
    let result = "saved";
    while (waiting.size && result === "saved") {
      const next = waiting.entries().next().value;
      waiting.delete(next[0]);
      tell("saving", form.dataset.saving);
      result = await send(next).catch(() => "failed");
      // Tried again with the next answer, unless a newer one to the same question has come.
      if (result === "failed" && !waiting.has(next[0])) waiting.set(...next);
    }
    isBusy = false;
    tell(result, form.dataset[result]);
  }

  form.addEventListener("change", (event) => {
    waiting.set(event.target.name, event.target.value);
    work();
  });
  window.addEventListener("online", () => waiting.size && work());
  form.addEventListener("submit", () => waiting.clear());
  window.addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
}
