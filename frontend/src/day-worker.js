// @ts-check
// The service worker of an inspector's day. It sees the addresses below /day and nothing else of the site, keeps nothing by
// itself (day.js puts a day on the device when its person wants that), and gives what is kept only while there is no
// connection. Whatever says that the sign-in has ended deletes everything.
const KEPT = "husly-day/";
const PATIENCE_MS = 4000;
const UNTIL = "Husly-Keep-Until";
const A_DAY = /^\/day(?:\/(\d{4}-\d\d-\d\d))?\/?$/;
const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(Promise.all([worker.clients.claim(), deleteOld()])));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const request = /** @type {Request} */ (event.request);
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && !url.search && (A_DAY.test(url.pathname) || url.pathname.startsWith("/day/papers/"))) {
    event.respondWith(goTo(request, keyOf(url)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(giveFile(request));
  }
});

/** The address under which something is kept: /day stands for today in Denmark.
 * @param {URL} url */
function keyOf(url) {
  const found = A_DAY.exec(url.pathname);
  if (!found) return url.pathname;
  return `/day/${found[1] ?? new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date())}`;
}

/** From the server; from the device when the server does not answer in time.
 * @param {Request} request @param {string} key */
async function goTo(request, key) {
  const kept = await fromDevice(key);
  const asked = fetch(request).then(async (answer) => {
    const isSignedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    if (isSignedOut) await deleteAll();
    return answer;
  });
  if (!kept) return asked;
  try {
    const answer = await Promise.race([asked, wait(PATIENCE_MS)]);
    return answer && answer.status < 500 ? answer : kept;
  } catch {
    return kept;
  }
}

/** A file of the site: its address changes with its content, so a kept one is the right one.
 * @param {Request} request */
async function giveFile(request) {
  return (await fromDevice(new URL(request.url).pathname)) ?? fetch(request);
}

/** @param {string} key @returns {Promise<Response | undefined>} */
async function fromDevice(key) {
  await deleteOld();
  for (const name of await keptDays()) {
    const found = await (await caches.open(name)).match(key, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** @param {number} ms @returns {Promise<undefined>} */
function wait(ms) {
  return new Promise((done) => setTimeout(() => done(undefined), ms));
}

async function keptDays() {
  return (await caches.keys()).filter((name) => name.startsWith(KEPT));
}

async function deleteAll() {
  await Promise.all((await keptDays()).map((name) => caches.delete(name)));
}

/** Days whose hours are over. */
async function deleteOld() {
  for (const name of await keptDays()) {
    const page = await (await caches.open(name)).match(`/day/${name.slice(-10)}`, { ignoreVary: true });
    if (page && Number(page.headers.get(UNTIL)) * 1000 <= Date.now()) await caches.delete(name);
  }
}
