// A new activity when the network is gone: what is typed is kept in the browser, what is sent waits
// there, and goes by itself when the network is back. The form's token sees to it that nothing is
// stored twice. Everything is kept under the person's number; somebody else's is never sent.
import { anotherDate } from "./activity_form.js";

const STORE = "korus-aktivitet";
const PAUSE = 300;
const SHELL_FOR = 4 * 60 * 60 * 1000;
const form = document.querySelector("form[data-worker]");
const board = document.querySelector("[data-unsent]");
const { user } = board.dataset;
const prefix = `${STORE}-${user}-`;
const state = form.querySelector("[data-draft-state]");

/* What is kept */

function read(token) {
  try {
    return JSON.parse(localStorage.getItem(prefix + token));
  } catch {
    return null;
  }
}

function put(token, entry) {
  localStorage.setItem(prefix + token, JSON.stringify({ ...entry, at: Date.now() }));
}

function drop(token) {
  localStorage.removeItem(prefix + token);
}

function kept(status) {
  const tokens = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const found = tokens.map((key) => ({ token: key.slice(prefix.length), ...read(key.slice(prefix.length)) }));
  return found.filter((entry) => entry.status === status).sort((a, b) => b.at - a.at);
}

function typed(submitter) {
  const fields = [...new FormData(form, submitter)];
  return fields.filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

function titleOf() {
  const { title, kind, starts_on } = form.elements;
  const words = title.value || (kind.value && kind.selectedOptions[0].text);
  return [words, starts_on.value].filter(Boolean).join(", ");
}

function keep() {
  const token = form.elements.form_token.value;
  if (read(token)?.status !== "queued") put(token, { status: "typed", fields: typed(), title: titleOf() });
}

function fill(fields) {
  const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields);
  const of = (name) => (values.get(name) ?? []).map(([, value]) => value);
  const group = form.querySelector("[data-dates]");
  while (group && group.querySelectorAll("input").length < of("more_dates").length) anotherDate(group);
  const days = of("more_dates");
  for (const control of form.elements) {
    if (!control.name || control.type === "submit" || control.name === "csrfmiddlewaretoken") continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = of(control.name).includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = of(control.name).includes(option.value);
    else if (control.name === "more_dates") control.value = days.shift() ?? "";
    else control.value = of(control.name)[0] ?? "";
  }
  // Lists to type in show anew what is chosen in them.
  form.dispatchEvent(new Event("reset"));
  form.dispatchEvent(new Event("filled"));
}

function grouped(fields) {
  const found = new Map();
  for (const field of fields) found.set(field[0], [...(found.get(field[0]) ?? []), field]);
  return found;
}

/* What is said */

function say(text, ...rest) {
  const line = document.createElement("p");
  line.append(text, ...rest.flatMap((node) => [" ", node]));
  board.append(line);
  board.hidden = false;
}

function link(text, href) {
  const node = Object.assign(document.createElement("a"), { textContent: text, href });
  node.className = "ds-link";
  return node;
}

function button(text, action) {
  const node = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  node.className = "ds-button";
  node.dataset.variant = "secondary";
  node.dataset.size = "sm";
  node.addEventListener("click", action);
  return node;
}

function show() {
  const waiting = kept("queued");
  for (const entry of waiting) {
    const isOut = entry.why === "signed-out";
    const signIn = `${board.dataset.signIn}?next=${encodeURIComponent(board.dataset.new)}`;
    const rest = isOut ? [link(board.dataset.signInText, signIn)] : [];
    say(`${entry.title}: ${isOut ? board.dataset.signedOut : board.dataset.queued}`, ...rest);
  }
  for (const entry of kept("refused")) {
    say(`${entry.title}: ${board.dataset.refused}`, button(board.dataset.mend, () => openToMend(entry)));
  }
  const open = form.elements.form_token.value;
  for (const entry of kept("typed").filter(({ token }) => token !== open)) {
    say(`${board.dataset.left} ${entry.title}`, button(board.dataset.goOn, () => goOn(entry)));
  }
}

/* Sending */

function csrf() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

async function send(entry) {
  const headers = { "X-CSRFToken": csrf(), "X-Sent-From": "browser-store", "X-Sent-By": user };
  const body = new URLSearchParams(entry.fields);
  const response = await fetch(board.dataset.new, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
  if (response === null) return { why: "offline" };
  if (response.type === "opaqueredirect" || response.status === 403) return { why: "signed-out" };
  if (response.status === 422 || response.status === 409) return { isRefused: true };
  return response.ok ? response.json() : { why: "later" };
}

async function flush() {
  board.replaceChildren();
  board.hidden = true;
  for (const entry of kept("queued")) {
    const { token, ...rest } = entry;
    const answer = await send(entry);
    if (answer.saved) {
      drop(token);
      say(board.dataset.sent, link(answer.title, answer.saved));
    } else if (answer.isRefused) put(token, { ...rest, status: "refused" });
    else put(token, { ...rest, why: answer.why });
  }
  show();
}

// Sent the plain way, so that the page comes back with what is wrong beside the fields.
function openToMend(entry) {
  const plain = document.createElement("form");
  Object.assign(plain, { method: "post", action: board.dataset.new, hidden: true });
  for (const [name, value] of [...entry.fields, ["csrfmiddlewaretoken", csrf()]]) {
    plain.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(plain);
  plain.submit();
}

function goOn(entry) {
  fill(entry.fields);
  board.replaceChildren();
  say(board.dataset.restored);
  form.elements.kind.focus();
}

function wait() {
  form.hidden = true;
  board.replaceChildren();
  show();
  say("", link(board.dataset.more, board.dataset.new));
  board.focus();
}

let isBusy = false;

form.addEventListener("submit", async (event) => {
  const { submitter } = event;
  if (submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const token = form.elements.form_token.value;
  const entry = { status: "queued", fields: typed(submitter), title: titleOf() };
  put(token, entry);
  const answer = await send(entry);
  isBusy = false;
  if (answer.saved) {
    drop(token);
    location.assign(answer.saved);
  } else if (answer.isRefused) {
    drop(token);
    openToMend({ ...entry, token });
  } else {
    put(token, { ...entry, why: answer.why });
    wait();
  }
});

/* While typing: in the browser only when the server cannot be reached. */

let timer = 0;

function changed() {
  clearTimeout(timer);
  if (!navigator.onLine || state.textContent === form.dataset.failed) timer = setTimeout(keep, PAUSE);
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
window.addEventListener("offline", keep);
window.addEventListener("online", flush);
new MutationObserver(() => {
  if (state.textContent === form.dataset.failed) keep();
  else if (read(form.elements.form_token.value)?.status === "typed") drop(form.elements.form_token.value);
}).observe(state, { childList: true });

/* The page itself, for the next time it is opened without a network */

async function storeShell() {
  const mark = `${STORE}-shell`;
  const [owner, at] = (localStorage.getItem(mark) ?? "").split(" ");
  if (owner === user && Date.now() - at < SHELL_FOR) return;
  const response = await fetch(board.dataset.new, { redirect: "manual" });
  if (!response.ok) return;
  const html = (await response.text()).replace(/(name="form_token" value=")[^"]*/, "$1");
  const store = await caches.open(STORE);
  await store.put(board.dataset.new, new Response(html, { headers: response.headers }));
  const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  await store.addAll(parts.filter(({ pathname }) => pathname.startsWith("/static/")).map(String));
  localStorage.setItem(mark, `${user} ${Date.now()}`);
}

async function prepare() {
  await navigator.serviceWorker.register(form.dataset.worker, { scope: "/aktiviteter/" });
  await storeShell();
}

/* At the start */

const { form_token } = form.elements;
const mine = read(form_token.value);
if (mine?.status === "refused" || (mine?.status === "queued" && form.querySelector("[aria-invalid=true]"))) drop(form_token.value);
if (mine?.status === "typed") fill(mine.fields);
if (!form_token.value) {
  form_token.value = crypto.randomUUID();
  const [latest] = kept("typed");
  if (latest) goOn(latest);
}
if (mine?.status === "typed") say(board.dataset.restored);
if (navigator.onLine) flush().then(() => mine?.status === "typed" && say(board.dataset.restored));
else show();
if ("serviceWorker" in navigator) prepare().catch(() => {});
