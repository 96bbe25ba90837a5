// @ts-check
// Draws the map of a page: municipalities as the ground, dwellings by risk group, tours with numbered stops.
// Everything on the map also stands in a list or table on the page, so nothing depends on seeing or pointing at it.
import { LngLatBounds, Popup } from "../maplibre/maplibre-gl.mjs";
import { canDraw, drawGround, giveUp, newMap, pointAt, read, still, whenLoaded } from "./ground.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */
/** @typedef {import("../maplibre/maplibre-gl.mjs").GeoJSONSource} GeoJSONSource */
/** @typedef {import("../maplibre/maplibre-gl.mjs").MapLayerMouseEvent} LayerClick */
/** @typedef {import("../maplibre/maplibre-gl.mjs").FilterSpecification} Filter */
/** @typedef {import("../maplibre/maplibre-gl.mjs").ExpressionSpecification} Expression */
/** @typedef {import("./ground.js").Collection} Collection */
/** @typedef {import("./ground.js").Feature} Feature */

const GROUPS = { 1: "#009e73", 2: "#56b4e9", 3: "#e69f00", 4: "#c8102e" };
const UNGROUPED = "#0059b3";

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
 * Dwellings, clustered; a cluster bears the colour of the highest group in it.
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {Collection} points
 */
function drawDwellings(map, frame, points) {
  map.addSource("dwellings", {
    type: "geojson",
    data: /** @type {any} */ (points),
    cluster: true,
    clusterRadius: 40,
    clusterMaxZoom: 12,
    clusterProperties: { g: ["max", ["coalesce", ["get", "g"], 0]] },
  });
  map.addLayer({
    id: "clusters",
    type: "circle",
    source: "dwellings",
    filter: ["has", "point_count"],
    paint: {
      "circle-color": colourOf("g"),
      "circle-radius": ["step", ["get", "point_count"], 12, 10, 15, 50, 19, 500, 25],
      "circle-stroke-color": "#1a1a1a",
      "circle-stroke-width": 1,
    },
  });
  map.addLayer({
    id: "cluster-counts",
    type: "symbol",
    source: "dwellings",
    filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-allow-overlap": true },
    // The two darker colours carry white figures, the two lighter ones dark figures.
    paint: { "text-color": ["match", ["get", "g"], [4, 0], "#ffffff", "#1a1a1a"] },
  });
  map.addLayer({
    id: "dwellings",
    type: "circle",
    source: "dwellings",
    filter: ["!", ["has", "point_count"]],
    layout: { "circle-sort-key": ["coalesce", ["get", "g"], 0] },
    paint: {
      "circle-color": colourOf("g"),
      "circle-radius": ["match", ["get", "g"], 1, 4.5, 2, 5.5, 3, 6.5, 4, 7.5, 6],
      "circle-stroke-color": "#1a1a1a",
      "circle-stroke-width": 1,
    },
  });
  map.on("click", "clusters", (event) => openCluster(map, event));
  map.on("click", "dwellings", (event) => openDwelling(map, frame, event));
  pointAt(map, ["clusters", "dwellings"]);
  tellIfCut(frame, points);
}

/**
 * Dwellings as small dots under the tours: what else lies there.
 * @param {GroundMap} map
 * @param {Collection} points
 */
function drawFaintly(map, points) {
  map.addSource("dwellings", { type: "geojson", data: /** @type {any} */ (points) });
  map.addLayer({
    id: "dwellings",
    type: "circle",
    source: "dwellings",
    layout: { "circle-sort-key": ["coalesce", ["get", "g"], 0] },
    paint: { "circle-color": colourOf("g"), "circle-radius": 3.5, "circle-opacity": 0.6 },
  });
}

/**
 * @param {GroundMap} map
 * @param {LayerClick} event
 */
async function openCluster(map, event) {
  const feature = event.features?.[0];
  const source = /** @type {GeoJSONSource | undefined} */ (map.getSource("dwellings"));
  if (!feature || !source) return;
  const zoom = await source.getClusterExpansionZoom(feature.properties.cluster_id);
  goTo(map, /** @type {any} */ (feature.geometry).coordinates, zoom);
}

/**
 * @param {GroundMap} map
 * @param {[number, number]} center
 * @param {number} zoom
 */
function goTo(map, center, zoom) {
  if (still) map.jumpTo({ center, zoom });
  else map.easeTo({ center, zoom });
}

/**
 * @param {GroundMap} map
 * @param {HTMLElement} frame
 * @param {LayerClick} event
 */
function openDwelling(map, frame, event) {
  const feature = event.features?.[0];
  if (!feature) return;
  const link = document.createElement("a");
  link.href = `/risk/${feature.properties.id}`;
  link.textContent = frame.dataset.textOpen ?? "";
  const box = document.createElement("div");
  box.className = "map-popup";
  box.append(link);
  const popup = new Popup({ closeButton: false, offset: 8, maxWidth: "300px" })
    .setLngLat(/** @type {any} */ (feature.geometry).coordinates)
    .setDOMContent(box)
    .addTo(map);
  tell(feature.properties.id, box, link).then(() => popup.setDOMContent(box)).catch(() => undefined);
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

/**
 * Says so when there are more dwellings than the map shows.
 * @param {HTMLElement} frame
 * @param {Collection} points
 */
function tellIfCut(frame, points) {
  const note = document.getElementById("map-note");
  const total = points.total ?? 0;
  if (!note || points.features.length >= total) return;
  const words = frame.dataset.textSome ?? "";
  note.textContent = words.replace("{shown}", String(points.features.length)).replace("{total}", String(total));
  note.hidden = false;
}

/**
 * Tours as lines, stops as numbered circles, starts as squares.
 * @param {GroundMap} map
 * @param {Collection} tours
 */
function drawTours(map, tours) {
  map.addSource("tours", { type: "geojson", data: /** @type {any} */ (tours), promoteId: "id" });
  map.addLayer({
    id: "tour-lines",
    type: "line",
    source: "tours",
    filter: ["==", ["get", "what"], "tour"],
    layout: { "line-join": "round" },
    paint: { "line-color": ["get", "colour"], "line-width": 2.5, "line-opacity": 0.75 },
  });
  map.addLayer({
    id: "tour-starts",
    type: "symbol",
    source: "tours",
    filter: ["==", ["get", "what"], "start"],
    layout: { "text-field": "■", "text-size": 20, "text-allow-overlap": true },
    paint: { "text-color": ["get", "colour"], "text-halo-color": "#ffffff", "text-halo-width": 2 },
  });
  map.addLayer({
    id: "tour-stops",
    type: "circle",
    source: "tours",
    filter: ["==", ["get", "what"], "stop"],
    paint: {
      "circle-color": ["get", "colour"],
      "circle-radius": ["case", ["boolean", ["feature-state", "shown"], false], 16, 11],
      "circle-stroke-color": ["case", ["boolean", ["feature-state", "shown"], false], "#e69f00", "#ffffff"],
      "circle-stroke-width": ["case", ["boolean", ["feature-state", "shown"], false], 4, 1.5],
    },
  });
  map.addLayer({
    id: "tour-numbers",
    type: "symbol",
    source: "tours",
    filter: ["==", ["get", "what"], "stop"],
    layout: { "text-field": ["get", "number"], "text-size": 13, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  });
  pointAt(map, ["tour-stops"]);
}

/**
 * Shows all of some features.
 * @param {GroundMap} map
 * @param {Feature[]} features
 */
function fit(map, features) {
  const bounds = new LngLatBounds();
  for (const { geometry } of features) {
    for (const place of geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates) bounds.extend(place);
  }
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 40, maxZoom: 12, animate: !still });
}

/**
 * Shows a municipality, whose rings may be nested.
 * @param {GroundMap} map
 * @param {Feature} area
 */
function fitArea(map, area) {
  const bounds = new LngLatBounds();
  /** @param {any} part */
  const extend = (part) => { typeof part[0] === "number" ? bounds.extend(part) : part.forEach(extend); };
  extend(area.geometry.coordinates);
  map.fitBounds(bounds, { padding: 24, animate: false });
}

/**
 * Ties map and list: a stop pressed in one is shown in the other; filters narrow both.
 * @param {GroundMap} map
 * @param {Collection} tours
 */
function tieToList(map, tours) {
  /** @type {string | null} */
  let shown = null;

  /** @param {string} id */
  const mark = (id) => {
    if (shown) map.setFeatureState({ source: "tours", id: shown }, { shown: false });
    document.querySelector(".stop.is-shown")?.classList.remove("is-shown");
    document.getElementById(`stop-${id}`)?.classList.add("is-shown");
    map.setFeatureState({ source: "tours", id }, { shown: true });
    shown = id;
  };

  map.on("click", "tour-stops", (event) => {
    const id = event.features?.[0]?.properties.id;
    if (!id) return;
    mark(id);
    document.getElementById(`stop-${id}`)?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      const id = /** @type {HTMLElement} */ (button).dataset.show ?? "";
      const stop = tours.features.find((feature) => feature.properties.id === id);
      if (!stop) return;
      mark(id);
      map.getContainer().scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
      goTo(map, stop.geometry.coordinates, Math.max(map.getZoom(), 10));
    });
  }
  narrowWith(map, tours);
}

/**
 * The choice of day and inspector.
 * @param {GroundMap} map
 * @param {Collection} tours
 */
function narrowWith(map, tours) {
  const day = /** @type {HTMLSelectElement | null} */ (document.getElementById("tour-day"));
  const station = /** @type {HTMLSelectElement | null} */ (document.getElementById("tour-station"));
  const filter = document.getElementById("tour-filter");
  if (!day || !station || !filter) return;
  filter.hidden = false;
  const narrow = () => {
    /** @param {Record<string, any>} one */
    const fits = (one) => (!day.value || one.day === day.value) && (!station.value || one.station === station.value);
    for (const tour of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tour"))) {
      tour.hidden = !fits(tour.dataset);
    }
    const layers = { "tour-lines": "tour", "tour-starts": "start", "tour-stops": "stop", "tour-numbers": "stop" };
    for (const [layer, what] of Object.entries(layers)) map.setFilter(layer, filterOf(what, day.value, station.value));
    fit(map, tours.features.filter((feature) => fits(feature.properties)));
  };
  day.addEventListener("change", narrow);
  station.addEventListener("change", narrow);
}

/**
 * @param {string} what
 * @param {string} day
 * @param {string} station
 * @returns {Filter}
 */
function filterOf(what, day, station) {
  /** @type {any[]} */
  const conditions = ["all", ["==", ["get", "what"], what]];
  if (day) conditions.push(["==", ["get", "day"], day]);
  if (station) conditions.push(["==", ["get", "station"], station]);
  return /** @type {Filter} */ (conditions);
}

/** @param {HTMLElement} frame */
async function start(frame) {
  if (!canDraw()) return giveUp(frame);
  const map = newMap(frame);
  const { municipalities = "", dwellings = "", tours = "" } = frame.dataset;
  const [areas, points, paths] = await Promise.all([
    read(municipalities),
    dwellings ? read(dwellings) : null,
    tours ? read(tours) : null,
    whenLoaded(map),
  ]);
  drawGround(map, areas);
  if (points && frame.dataset.faint) drawFaintly(map, points);
  else if (points) drawDwellings(map, frame, points);
  if (paths) {
    drawTours(map, paths);
    fit(map, paths.features);
    tieToList(map, paths);
  }
  const code = new URLSearchParams(location.search).get("municipality");
  const area = code && areas.features.find((feature) => feature.properties.code === code);
  if (area) fitArea(map, area);
  map.once("idle", () => { frame.dataset.ready = "true"; });
}

const frame = document.getElementById("map");
if (frame) {
  start(frame).catch((error) => {
    console.error(error);
    giveUp(frame);
  });
}
