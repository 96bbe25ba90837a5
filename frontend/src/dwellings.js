// @ts-check
// Dwellings on a map, in tiles from our own server: clusters counted there, single places by risk group.
import { Popup } from "../maplibre/maplibre-gl.mjs";
import { goTo, pointAt } from "./ground.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */
/** @typedef {import("../maplibre/maplibre-gl.mjs").MapLayerMouseEvent} LayerClick */
/** @typedef {import("../maplibre/maplibre-gl.mjs").ExpressionSpecification} Expression */

const GROUPS = { 1: "#009e73", 2: "#56b4e9", 3: "#e69f00", 4: "#c8102e" };
const UNGROUPED = "#0059b3";
const DEEPEST = 17;
/** From this zoom on what still is one cluster lies at one place. */
const ONE_PLACE = 15;

/**
 * The colour of a property that holds a risk group.
 * @param {string} property
 * @returns {Expression}
 */
function colourOf(property) {
  const pairs = Object.entries(GROUPS).flatMap(([group, colour]) => [Number(group), colour]);
  return /** @type {any} */ (["match", ["get", property], ...pairs, UNGROUPED]);
}

/**
 * @param {GroundMap} map
 * @param {string} template
 */
function addTiles(map, template) {
  map.addSource("dwellings", { type: "vector", tiles: [location.origin + template], maxzoom: DEEPEST });
}

/**
 * Dwellings; a cluster bears the colour of the highest group in it.
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {string} template
 */
export function drawDwellings(map, frame, template) {
  addTiles(map, template);
  map.addLayer({
    id: "dwellings",
    type: "circle",
    source: "dwellings",
    "source-layer": "places",
    layout: { "circle-sort-key": ["coalesce", ["get", "g"], 0] },
    paint: {
      "circle-color": colourOf("g"),
      "circle-radius": ["match", ["get", "g"], 1, 4.5, 2, 5.5, 3, 6.5, 4, 7.5, 6],
      "circle-stroke-color": "#1a1a1a",
      "circle-stroke-width": 1,
    },
  });
  map.addLayer({
    id: "clusters",
    type: "circle",
    source: "dwellings",
    "source-layer": "clusters",
    layout: { "circle-sort-key": ["get", "n"] },
    paint: {
      "circle-color": colourOf("g"),
      "circle-radius": ["step", ["get", "n"], 12, 10, 15, 100, 18, 1000, 22, 10000, 26],
      "circle-stroke-color": "#1a1a1a",
      "circle-stroke-width": 1,
    },
  });
  map.addLayer({
    id: "cluster-counts",
    type: "symbol",
    source: "dwellings",
    "source-layer": "clusters",
    layout: { "text-field": abbreviated(), "text-size": 12, "symbol-sort-key": ["-", ["get", "n"]] },
    // The two darker colours carry white figures, the two lighter ones dark figures.
    paint: { "text-color": ["match", ["coalesce", ["get", "g"], 0], [4, 0], "#ffffff", "#1a1a1a"] },
  });
  map.on("click", "clusters", (event) => openCluster(map, frame, event));
  map.on("click", "dwellings", (event) => openDwelling(map, frame, event));
  pointAt(map, ["clusters", "dwellings"]);
}

/**
 * A number of at most four figures: 950, 1,2k, 34k.
 * @returns {Expression}
 */
function abbreviated() {
  const n = ["get", "n"];
  const thousands = ["concat", ["to-string", ["/", ["round", ["/", n, 100]], 10]], "k"];
  const many = ["concat", ["to-string", ["round", ["/", n, 1000]]], "k"];
  return /** @type {any} */ (["case", ["<", n, 1000], ["to-string", n], ["<", n, 10000], thousands, many]);
}

/**
 * Dwellings as small dots under the tours: what else lies there.
 * @param {GroundMap} map
 * @param {string} template
 */
export function drawFaintly(map, template) {
  addTiles(map, template);
  for (const [layer, radius] of /** @type {[string, any][]} */ ([
    ["clusters", ["step", ["get", "n"], 4, 10, 6, 100, 8, 1000, 10]],
    ["places", 3.5],
  ])) {
    map.addLayer({
      id: `faint-${layer}`,
      type: "circle",
      source: "dwellings",
      "source-layer": layer,
      paint: { "circle-color": colourOf("g"), "circle-radius": radius, "circle-opacity": 0.5 },
    });
  }
}

/**
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {LayerClick} event
 */
function openCluster(map, frame, event) {
  const feature = event.features?.[0];
  if (!feature || map.getCanvas().dataset.drawing) return;
  const place = /** @type {any} */ (feature.geometry).coordinates;
  if (map.getZoom() < ONE_PLACE) return goTo(map, place, Math.min(map.getZoom() + 2, ONE_PLACE));
  new Popup({ closeButton: false, offset: 8 }).setLngLat(place).setText(frame.dataset.textHere ?? "").addTo(map);
  frame.dispatchEvent(new CustomEvent("husly:place", { detail: place }));
}

/**
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {LayerClick} event
 */
function openDwelling(map, frame, event) {
  const feature = event.features?.[0];
  if (!feature || map.getCanvas().dataset.drawing) return;
  showDwelling(map, frame, feature.properties.id, /** @type {any} */ (feature.geometry).coordinates);
  frame.dispatchEvent(new CustomEvent("husly:dwelling", { detail: feature.properties.id }));
}

/** @type {Popup | undefined} */
let opened;

/**
 * The window of a dwelling.
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {string} id
 * @param {[number, number]} place
 */
export function showDwelling(map, frame, id, place) {
  const link = document.createElement("a");
  link.href = `/risk/${id}`;
  link.textContent = frame.dataset.textOpen ?? "";
  const box = document.createElement("div");
  box.className = "map-popup";
  box.append(link);
  opened?.remove();
  const popup = new Popup({ closeButton: false, offset: 8, maxWidth: "300px", focusAfterOpen: false })
    .setLngLat(place)
    .setDOMContent(box)
    .addTo(map);
  opened = popup;
  tell(id, box, link).then(() => popup.setDOMContent(box)).catch(() => undefined);
}

/**
 * A paragraph.
 * @param {string} text
 * @param {string} [tag]
 * @returns {HTMLElement}
 */
function worded(text, tag = "p") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/**
 * Fills the window of a dwelling with what its row in the list says; without an answer the link stands alone.
 * @param {string} id
 * @param {HTMLElement} box
 * @param {HTMLElement} link
 */
async function tell(id, box, link) {
  const answer = await fetch(`/map/dwellings/${id}`);
  if (!answer.ok) return;
  const told = await answer.json();
  const head = document.createElement("p");
  head.append(worded(told.address, "strong"));
  box.replaceChildren(head, ...told.lines.map((/** @type {string} */ line) => worded(line)));
  if (told.score) box.append(worded(told.score, "strong"));
  if (told.reasons.length) {
    const list = document.createElement("ul");
    list.append(...told.reasons.map((/** @type {string} */ reason) => worded(reason, "li")));
    box.append(list);
  }
  box.append(link);
}
