// A form marked data-typed sends its changed texts to be kept a few seconds after the last key.
const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-typed]")) {
  const state = form.querySelector("[data-typed-state]");
  const areas = [...form.querySelectorAll("textarea")];
  const sent = new Map(areas.map((area) => [area.name, area.value]));
  let timer = 0;
  let isBusy = false;
  let isLeaving = false;

  const changed = () => areas.filter((area) => area.value !== sent.get(area.name));

  function tell(text) {
    if (state.textContent !== text) state.textContent = text;
  }

  function body(fields) {
    const told = new URLSearchParams({ target: form.dataset.target, version: form.elements.version.value });
    told.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const area of fields) told.set(area.name, area.value);
    return told;
  }

  async function answer(fields) {
    const response = await fetch(form.dataset.typed, {
      method: "POST",
      body: body(fields),
      redirect: "manual",
      keepalive: document.hidden,
    });
    if (response.type === "opaqueredirect") return { text: form.dataset.signedOut };
    return response.json();
  }

  async function save() {
    clearTimeout(timer);
    const fields = changed();
    if (isBusy || isLeaving || !fields.length) return;
    isBusy = true;
    const values = fields.map((area) => [area.name, area.value]);
    const found = await answer(fields).catch(() => ({ text: form.dataset.failed }));
    isBusy = false;
    tell(found.text);
    if (found.saved) values.forEach(([name, value]) => sent.set(name, value));
    if (found.saved && changed().length) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => !isLeaving && changed().length && event.preventDefault());
}
