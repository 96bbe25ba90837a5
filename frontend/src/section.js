// @ts-check
// Ties the map and the list beside it: the list follows the section that is seen; what is chosen in one shows in both.
import { showDwelling } from "./dwellings.js";
import { DENMARK, goTo, still } from "./ground.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */

const REST_MS = 250;
const LATEST_MS = 500;
const ONE_PLACE_DEG = 0.00005;
const NEAR = 14;

/** The dwelling that was chosen last, marked again whenever its row comes back. */
let marked = "";

/**
 * The section that is seen, as addresses say it; empty while the whole country is.
 * @param {GroundMap} map
 */
function seenOn(map) {
  const bounds = map.getBounds();
  const seen = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const [west, south, east, north] = seen;
  if (west <= DENMARK[0] && south <= DENMARK[1] && east >= DENMARK[2] && north >= DENMARK[3]) return "";
  return seen.map((degrees) => degrees.toFixed(5)).join(",");
}

/**
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {string} address
 */
export function tieToSection(map, frame, address) {
  const section = document.getElementById("section");
  if (!section) return;
  let seen = "";
  /** @type {AbortController | undefined} */
  let asking;
  /** @type {number | undefined} */
  let waiting;
  /** @type {URL | undefined} */
  let newest;

  /** @param {number} [page] */
  async function refresh(page = 1) {
    asking?.abort();
    asking = new AbortController();
    const asked = newest = new URL(address, location.href);
    if (seen) asked.searchParams.set("seen", seen);
    if (page > 1) asked.searchParams.set("number", String(page));
    const answer = await fetch(asked, { signal: asking.signal });
    if (!answer.ok || !section) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    await idle();
    if (asked !== newest) return;
    const heading = section.querySelector("[role=status]");
    const told = parsed.querySelector("[role=status]");
    // The heading stays, so that screen readers hear it change.
    if (heading && told && heading.textContent !== told.textContent) heading.textContent = told.textContent;
    section.querySelectorAll(":scope > :not(#list-heading)").forEach((part) => part.remove());
    section.append(...[...parsed.body.children].filter((part) => part.id !== "list-heading"));
    showButtons(section);
    if (marked) mark(marked, false);
  }

  const refreshQuietly = (/** @type {number} */ page = 1) => refresh(page).catch((error) => {
    if (error.name !== "AbortError") console.error(error);
  });

  map.on("moveend", () => {
    const now = seenOn(map);
    if (now === seen) return;
    seen = now;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refreshQuietly, REST_MS);
  });
  frame.addEventListener("husly:dwelling", (event) => mark(/** @type {CustomEvent} */ (event).detail, true));
  frame.addEventListener("husly:place", (event) => {
    const [x, y] = /** @type {CustomEvent} */ (event).detail;
    seen = [x - ONE_PLACE_DEG, y - ONE_PLACE_DEG, x + ONE_PLACE_DEG, y + ONE_PLACE_DEG].map((one) => one.toFixed(6)).join(",");
    refreshQuietly();
  });
  section.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (pressed.closest("[data-show]"));
    if (button) return showPoint(map, frame, button);
    const link = /** @type {HTMLAnchorElement | null} */ (pressed.closest("nav.pagination a"));
    if (!link) return;
    event.preventDefault();
    refreshQuietly(Number(new URL(link.href).searchParams.get("number")) || 1);
    document.getElementById("list-heading")?.focus();
  });
  showButtons(section);
}

/** A moment in which the map has nothing to draw, or half a second from now. */
function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) window.requestIdleCallback(resolve, { timeout: LATEST_MS });
    else setTimeout(resolve, 0);
  });
}

/**
 * What only a map can do is offered where there is one.
 * @param {HTMLElement} section
 */
function showButtons(section) {
  section.querySelectorAll("[data-show]").forEach((button) => { /** @type {HTMLElement} */ (button).hidden = false; });
}

/**
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {HTMLElement} button
 */
function showPoint(map, frame, button) {
  const [x, y] = (button.dataset.at ?? "").split(",").map(Number);
  const id = button.dataset.show ?? "";
  mark(id, false);
  showDwelling(map, frame, id, [x, y]);
  goTo(map, [x, y], Math.max(map.getZoom(), NEAR));
  frame.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

/**
 * @param {string} id
 * @param {boolean} scroll
 */
function mark(id, scroll) {
  marked = id;
  document.querySelectorAll(".section-row.is-shown").forEach((row) => row.classList.remove("is-shown"));
  const row = document.getElementById(`row-${id}`);
  row?.classList.add("is-shown");
  if (scroll) row?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}
