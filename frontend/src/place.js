// @ts-check
// A small map with one dwelling, which can be moved: by dragging, by arrow keys on the mark, or by the two fields.
import { Marker } from "../maplibre/maplibre-gl.mjs";
import { canDraw, drawGround, giveUp, newMap, read, whenLoaded } from "./ground.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */

const CLOSE = 11;
const STEP_PX = 4;
const LONG_STEP_PX = 40;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
function field(id) {
  return /** @type {HTMLInputElement} */ (document.getElementById(id));
}

/** The point that the fields say, or null. @returns {[number, number] | null} */
function typed() {
  const [longitude, latitude] = ["longitude", "latitude"].map((id) => {
    const text = field(id).value.trim().replace(",", ".");
    return text === "" ? NaN : Number(text);
  });
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}

/** @param {Marker} marker */
function write(marker) {
  const { lng, lat } = marker.getLngLat();
  field("longitude").value = lng.toFixed(5);
  field("latitude").value = lat.toFixed(5);
}

/**
 * @param {GroundMap} map
 * @param {Marker} marker
 * @param {KeyboardEvent} event
 */
function push(map, marker, event) {
  const way = ARROWS[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation(); // or the map would move under the mark
  const step = event.shiftKey ? LONG_STEP_PX : STEP_PX;
  const at = map.project(marker.getLngLat());
  marker.setLngLat(map.unproject([at.x + way[0] * step, at.y + way[1] * step]));
  if (!map.getBounds().contains(marker.getLngLat())) map.jumpTo({ center: marker.getLngLat() });
  write(marker);
}

/**
 * @param {HTMLElement} frame
 * @param {boolean} movable
 */
function mark(frame, movable) {
  const element = document.createElement("div");
  element.className = "place-marker";
  element.dataset.movable = String(movable);
  element.setAttribute("role", movable ? "button" : "img");
  element.setAttribute("aria-label", frame.dataset.textMarker ?? "");
  if (movable) element.tabIndex = 0;
  return element;
}

/** @param {HTMLElement} frame */
async function start(frame) {
  const point = typed();
  if (!point || !canDraw()) return giveUp(frame);
  const map = newMap(frame);
  const [areas] = await Promise.all([read(frame.dataset.municipalities ?? ""), whenLoaded(map)]);
  drawGround(map, areas);
  map.jumpTo({ center: point, zoom: CLOSE });
  const movable = Boolean(frame.dataset.movable);
  const element = mark(frame, movable);
  const marker = new Marker({ element, draggable: movable }).setLngLat(point).addTo(map);
  element.setAttribute("aria-label", frame.dataset.textMarker ?? ""); // the map gives it a name of its own
  if (movable) {
    marker.on("dragend", () => write(marker));
    element.addEventListener("keydown", (event) => push(map, marker, event));
    for (const id of ["latitude", "longitude"]) {
      field(id).addEventListener("change", () => {
        const there = typed();
        if (there) map.jumpTo({ center: marker.setLngLat(there).getLngLat() });
      });
    }
  }
  map.once("idle", () => { frame.dataset.ready = "true"; });
}

const frame = document.getElementById("place-map");
if (frame) {
  start(frame).catch((error) => {
    console.error(error);
    giveUp(frame);
  });
}
