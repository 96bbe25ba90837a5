// @ts-check
// An inspector's day on a device: its copy for places without reception, and what a visit that ends late does to the rest.
const KEPT = "husly-day/";
const CHOICE = "husly-day-keep";
const AGAIN_MS = 30_000;

// --- the copy on this device ------------------------------------------------------------------------------------------

const panel = document.getElementById("device");
const told = panel?.dataset ?? {};
const text = panel?.querySelector(".day-device-text");

/** Whether this is somebody's telephone or tablet, not a computer that others may use. */
const isHandheld = matchMedia("(hover: none) and (pointer: coarse)").matches;

/** @param {string} [device] delete all but this one's */
async function forget(device) {
  for (const name of await caches.keys()) {
    if (name.startsWith(KEPT) && !(device && name.startsWith(`${KEPT}${device}/`))) await caches.delete(name);
  }
}

/** What the copy needs: its style, its scripts, its pictures, and the papers of the day.
 * @param {Document} copy */
function neededBy(copy) {
  const papers = [...copy.querySelectorAll("a[data-paper]")].map((link) => link.getAttribute("href") ?? "");
  const parts = [...copy.querySelectorAll("link[href], script[src], use[href], img[src]")];
  const files = parts.map((part) => (part.getAttribute("href") ?? part.getAttribute("src") ?? "").split("#")[0]);
  const fonts = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname).filter((path) => path.endsWith(".woff2"));
  return { papers, files: [...new Set([...files, ...fonts])].filter((path) => path.startsWith("/static/")) };
}

/** Fetch the copy and what it needs, keep it, and delete what it needs no longer. Answers with the papers that failed. */
async function keep() {
  await navigator.serviceWorker.register("/day/worker.js", { scope: "/day" });
  await navigator.serviceWorker.ready;
  const answer = await fetch(told.copy ?? "", { cache: "no-store", redirect: "error" });
  if (!answer.ok || !answer.headers.has("Husly-Keep-Until")) throw new Error("no copy");
  const copy = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const { papers, files } = neededBy(copy);
  const cache = await caches.open(`${KEPT}${told.device}/${(told.page ?? "").slice(-10)}`);
  await cache.put(told.page ?? "", answer);
  /** @param {string} path @returns {Promise<boolean>} whether it is kept */
  const take = async (path) => {
    if (await cache.match(path, { ignoreVary: true })) return true;
    const part = await fetch(path, { redirect: "error" }).catch(() => null);
    if (part?.ok) await cache.put(path, part);
    return Boolean(part?.ok);
  };
  await Promise.all(files.map(take));
  const failed = (await Promise.all(papers.map(take))).filter((isKept) => !isKept).length;
  const wanted = new Set([told.page, ...files, ...papers]);
  for (const one of await cache.keys()) if (!wanted.has(new URL(one.url).pathname)) await cache.delete(one);
  return failed;
}

/** @param {string | undefined} pattern @param {Record<string, string>} [values] */
function say(pattern, values = {}) {
  if (text) text.textContent = Object.entries(values).reduce((line, [name, value]) => line.replace(`{${name}}`, value), pattern ?? "");
}

/** @param {boolean} isKept */
function offer(isKept) {
  panel?.querySelector("[data-keep]")?.toggleAttribute("hidden", isKept);
  panel?.querySelector("[data-forget]")?.toggleAttribute("hidden", !isKept);
}

async function keepAndSay() {
  say(told.keeping);
  try {
    const failed = await keep();
    const clock = new Intl.DateTimeFormat("da-DK", { hour: "2-digit", minute: "2-digit" }).format(new Date()).replace(".", ":");
    say(failed ? told.partly : told.kept, { clock, hours: told.hours ?? "", count: String(failed) });
    panel?.setAttribute("data-state", "kept");
    offer(true);
  } catch {
    say(told.failed);
    offer(false);
  }
}

async function forgetAndSay() {
  await forget();
  localStorage.setItem(CHOICE, "no");
  panel?.setAttribute("data-state", "deleted");
  say(told.notKept);
  offer(false);
}

function beginOnPage() {
  if (!panel) return;
  panel.hidden = false;
  panel.querySelector("[data-keep]")?.addEventListener("click", () => {
    localStorage.setItem(CHOICE, "yes");
    void keepAndSay();
  });
  panel.querySelector("[data-forget]")?.addEventListener("click", () => void forgetAndSay());
  const choice = localStorage.getItem(CHOICE);
  void forget(told.device);
  if (choice === "yes" || (choice !== "no" && isHandheld)) void keepAndSay();
  else {
    say(told.notKept);
    offer(false);
  }
}

function beginOnCopy() {
  const again = () => location.reload();
  addEventListener("online", again);
  setInterval(() => {
    if (document.visibilityState === "visible") fetch("/health", { cache: "no-store" }).then((answer) => answer.ok && again(), () => {});
  }, AGAIN_MS);
  panel?.querySelector("[data-again]")?.addEventListener("click", again);
  panel?.querySelector("[data-forget]")?.addEventListener("click", async () => {
    await forget();
    const main = document.querySelector("main");
    const line = document.createElement("p");
    line.textContent = told.deleted ?? "";
    main?.replaceChildren(line);
  });
}

const canKeep = "caches" in window && "serviceWorker" in navigator;
if (panel && "isCopy" in told) beginOnCopy();
else if (canKeep) beginOnPage();

// --- a visit that ends late -------------------------------------------------------------------------------------------

/** @param {number} minutes */
const clockOf = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Arrival and beginning of each stop when visits end at other times than planned.
 * @param {{from: number, to: number, travel: number}[]} stops @param {(number | null)[]} ends minutes after midnight */
export function shifted(stops, ends) {
  /** @type {{arrive: number, begin: number, isShifted: boolean}[]} */
  const found = [];
  let end = 0;
  let isShifted = false;
  stops.forEach((stop, number) => {
    const arrive = number ? end + stop.travel : stop.from;
    const begin = Math.max(stop.from, arrive);
    found.push({ arrive, begin, isShifted });
    end = ends[number] ?? begin + stop.to - stop.from;
    isShifted ||= ends[number] !== null;
  });
  return found;
}

const list = /** @type {HTMLElement | null} */ (document.querySelector(".day-stops"));
const items = [...document.querySelectorAll(".day-stop")].map((one) => /** @type {HTMLElement} */ (one));
const inputs = items.map((item) => /** @type {HTMLInputElement} */ (item.querySelector("[data-late]")));
const remembered = `husly-late:${location.pathname}`;

function show() {
  const stops = items.map(({ dataset }) => ({ from: Number(dataset.from), to: Number(dataset.to), travel: Number(dataset.travel) }));
  const ends = inputs.map(({ value }) => (value ? Number(value.slice(0, 2)) * 60 + Number(value.slice(3, 5)) : null));
  shifted(stops, ends).forEach(({ arrive, begin, isShifted }, number) => {
    const line = /** @type {HTMLElement} */ (items[number].querySelector(".day-shift"));
    const isLate = begin > stops[number].from;
    line.hidden = !isShifted;
    if (!isShifted) return;
    const pattern = (isLate ? list?.dataset.lateBy : list?.dataset.inTime) ?? "";
    const warning = isLate && items[number].dataset.call === "true" ? ` ${(list?.dataset.after ?? "").replace("{clock}", clockOf(stops[number].from))}` : "";
    line.textContent = pattern.replace("{arrive}", clockOf(arrive)).replace("{begin}", clockOf(begin)) + warning;
  });
  sessionStorage.setItem(remembered, JSON.stringify(inputs.map(({ value }) => value)));
}

/** @type {string[]} */
const before = JSON.parse(sessionStorage.getItem(remembered) ?? "[]");
inputs.forEach((input, number) => {
  input.value = before[number] ?? "";
  input.addEventListener("input", show);
  items[number].querySelector("[data-clear]")?.addEventListener("click", () => {
    input.value = "";
    show();
  });
});
if (before.some(Boolean)) show();
