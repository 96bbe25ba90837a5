// @ts-check
// Draws the map of a page: municipalities as the ground, dwellings by risk group, tours with numbered stops.
// Everything on the map also stands in a list or table on the page, so nothing depends on seeing or pointing at it.
import { LngLatBounds } from "../maplibre/maplibre-gl.mjs";
import { drawDwellings, drawFaintly } from "./dwellings.js";
import { drawOnMap, showArea } from "./drawing.js";
import { canDraw, drawGround, giveUp, goTo, newMap, pointAt, read, still, whenLoaded } from "./ground.js";
import { tieToSection } from "./section.js";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */
/** @typedef {import("../maplibre/maplibre-gl.mjs").FilterSpecification} Filter */
/** @typedef {import("./ground.js").Collection} Collection */
/** @typedef {import("./ground.js").Feature} Feature */

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
 * Ties map and list: a stop pressed in one is shown in the other; filters narrow both. The list answers from the first
 * moment; what is pressed before the map is drawn is shown on it as soon as it is.
 * @param {GroundMap} map
 * @returns {(tours: Collection) => void} to call when the tours are drawn
 */
function tieToList(map) {
  let shown = "";
  /** @type {Collection | null} */
  let drawn = null;

  /** @param {string} id */
  const mark = (id) => {
    if (drawn && shown) map.setFeatureState({ source: "tours", id: shown }, { shown: false });
    document.querySelector(".stop.is-shown")?.classList.remove("is-shown");
    document.getElementById(`stop-${id}`)?.classList.add("is-shown");
    if (drawn) map.setFeatureState({ source: "tours", id }, { shown: true });
    shown = id;
  };

  const goToShown = () => {
    const stop = drawn?.features.find((feature) => feature.properties.id === shown);
    if (stop) goTo(map, stop.geometry.coordinates, Math.max(map.getZoom(), 10));
  };

  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      mark(/** @type {HTMLElement} */ (button).dataset.show ?? "");
      map.getContainer().scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
      goToShown();
    });
  }
  return (tours) => {
    drawn = tours;
    if (shown) mark(shown);
    goToShown();
    map.on("click", "tour-stops", (event) => {
      const id = event.features?.[0]?.properties.id;
      if (!id) return;
      mark(id);
      document.getElementById(`stop-${id}`)?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    });
    narrowWith(map, tours);
  };
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
  if (day.value || station.value) narrow();
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
  const { municipalities = "", dwellings = "", tours = "", section = "", codes = "" } = frame.dataset;
  const tie = tours ? tieToList(map) : null;
  const [areas, paths] = await Promise.all([read(municipalities), tours ? read(tours) : null, whenLoaded(map)]);
  drawGround(map, areas);
  if (dwellings && frame.dataset.faint) drawFaintly(map, dwellings);
  else if (dwellings) drawDwellings(map, frame, dwellings);
  if (paths) {
    drawTours(map, paths);
    fit(map, paths.features);
    tie?.(paths);
  }
  const code = new URLSearchParams(location.search).get("municipality");
  const area = code && areas.features.find((feature) => feature.properties.code === code);
  if (area) fitArea(map, area);
  if (section) {
    showArea(map, frame.dataset.ring ?? "", codes ? codes.split(",") : [], areas);
    tieToSection(map, frame, section);
    drawOnMap(map);
  }
  map.once("idle", () => { frame.dataset.ready = "true"; });
}

const frame = document.getElementById("map");
if (frame) {
  start(frame).catch((error) => {
    console.error(error);
    giveUp(frame);
  });
}
