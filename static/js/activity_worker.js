// Lets the form of a new activity open without a network. activity_offline.js fills the store.
const STORE = "korus-aktivitet";
const FORM = "/aktiviteter/ny/";

async function stored(key) {
  const store = await caches.open(STORE);
  return (await store.match(key)) ?? Response.error();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === FORM) {
    event.respondWith(fetch(request).catch(() => stored(FORM)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => stored(request)));
  }
});
