// @ts-check
// Colours the municipalities by how large a share a scenario hits. The figures are read from the table of the page.
import { Popup } from "../maplibre/maplibre-gl.mjs";
import { canDraw, drawGround, giveUp, newMap, pointAt, read, whenLoaded } from "./ground.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").ExpressionSpecification} Expression */

const NOT_SHOWN = "#d0cfcb";

/**
 * The colours of the legend, so that legend and map cannot differ.
 * @returns {string[]}
 */
function colours() {
  const swatches = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-step]"));
  return [...swatches].map((swatch) => getComputedStyle(swatch).backgroundColor);
}

/**
 * The rows of the table by municipality.
 * @returns {Map<string, HTMLElement>}
 */
function rowsByCode() {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-area]"));
  return new Map([...rows].map((row) => [row.dataset.area ?? "", row]));
}

/**
 * @param {Map<string, HTMLElement>} rows
 * @returns {Expression}
 */
function colourByCode(rows) {
  const steps = colours();
  const pairs = [...rows].flatMap(([code, row]) => [code, steps[Number(row.dataset.shade)] ?? NOT_SHOWN]);
  if (!pairs.length) return /** @type {any} */ (["literal", NOT_SHOWN]);
  return /** @type {any} */ (["match", ["get", "code"], ...pairs, NOT_SHOWN]);
}

/** @param {HTMLElement} frame */
async function start(frame) {
  if (!canDraw()) return giveUp(frame);
  const map = newMap(frame);
  const [areas] = await Promise.all([read(frame.dataset.municipalities ?? ""), whenLoaded(map)]);
  const rows = rowsByCode();
  drawGround(map, areas);
  map.setPaintProperty("land", "fill-color", colourByCode(rows));
  map.setPaintProperty("borders", "line-color", "#5d5748");
  pointAt(map, ["land"]);
  map.on("click", "land", (event) => {
    const { code, name } = event.features?.[0]?.properties ?? {};
    const text = document.createElement("p");
    text.className = "map-told";
    text.textContent = rows.get(code)?.dataset.told ?? `${name}: ${frame.dataset.textNone ?? ""}`;
    new Popup({ closeButton: false, offset: 4 }).setLngLat(event.lngLat).setDOMContent(text).addTo(map);
  });
  map.once("idle", () => { frame.dataset.ready = "true"; });
}

const frame = document.getElementById("map");
if (frame) {
  start(frame).catch((error) => {
    console.error(error);
    giveUp(frame);
  });
}
