// @ts-check
// What every map of Husly stands on: the municipalities, their borders and names, nothing from elsewhere.
import { Map as GroundMap, NavigationControl } from "../maplibre/maplibre-gl.mjs";

/** @typedef {{type: "FeatureCollection", features: Feature[], total?: number}} Collection */
/** @typedef {{type: "Feature", geometry: any, properties: Record<string, any>}} Feature */

/** @type {[number, number, number, number]} */
export const DENMARK = [7.9, 54.5, 15.3, 57.8];
export const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {string} address
 * @returns {Promise<Collection>}
 */
export async function read(address) {
  const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** Whether this browser can draw at all. */
export function canDraw() {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/**
 * @param {GroundMap} map
 * @param {[number, number]} center
 * @param {number} zoom
 */
export function goTo(map, center, zoom) {
  if (still) map.jumpTo({ center, zoom });
  else map.easeTo({ center, zoom });
}

/**
 * What lies below everything: the operator's base map where one is configured, else the sea.
 * @param {HTMLElement} frame
 * @returns {any}
 */
function baseStyle(frame) {
  const { baseTiles = "", baseStyle: address = "" } = frame.dataset;
  if (address) return address;
  /** @type {any[]} */
  const layers = [{ id: "sea", type: "background", paint: { "background-color": "#dbe9f4" } }];
  if (!baseTiles) return { version: 8, sources: {}, layers };
  const sources = { base: { type: "raster", tiles: [baseTiles], tileSize: 256 } };
  return { version: 8, sources, layers: [...layers, { id: "base", type: "raster", source: "base" }] };
}

/** @param {HTMLElement} frame */
export function giveUp(frame) {
  frame.hidden = true;
  const failed = document.getElementById("map-failed");
  if (failed) failed.hidden = false;
}

/**
 * @param {HTMLElement} frame
 * @returns {GroundMap}
 */
export function newMap(frame) {
  const map = new GroundMap({
    container: frame,
    style: baseStyle(frame),
    bounds: DENMARK,
    maxZoom: 18,
    fadeDuration: 0, // each fade draws the map for as long again
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: {
      "NavigationControl.ZoomIn": frame.dataset.textZoomIn ?? "",
      "NavigationControl.ZoomOut": frame.dataset.textZoomOut ?? "",
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  return map;
}

/**
 * Where each municipality bears its name: once, whatever parts it has.
 * @param {Collection} areas
 * @returns {Collection}
 */
function namesOf(areas) {
  const features = areas.features.map(({ properties }) => ({
    type: /** @type {const} */ ("Feature"),
    geometry: { type: "Point", coordinates: properties.at },
    properties: { name: properties.name },
  }));
  return { type: "FeatureCollection", features };
}

/**
 * @param {GroundMap} map
 * @param {Collection} areas
 */
export function drawGround(map, areas) {
  map.addSource("municipalities", { type: "geojson", data: /** @type {any} */ (areas) });
  const { baseTiles, baseStyle: style } = map.getContainer().dataset;
  map.addLayer({
    id: "land",
    type: "fill",
    source: "municipalities",
    // Where the operator has a base map, its land is seen.
    paint: { "fill-color": "#f6f4ee", "fill-outline-color": "#b9b3a4", "fill-opacity": baseTiles || style ? 0 : 1 },
  });
  map.addLayer({
    id: "borders",
    type: "line",
    source: "municipalities",
    paint: { "line-color": "#b9b3a4", "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.6, 10, 1.6] },
  });
  map.addSource("names", { type: "geojson", data: /** @type {any} */ (namesOf(areas)) });
  map.addLayer({
    id: "municipality-names",
    type: "symbol",
    source: "names",
    minzoom: 7.5,
    layout: { "text-field": ["get", "name"], "text-size": 12, "text-max-width": 8 },
    paint: {
      // Read from each name, though all have the same: so the figures of clusters, drawn from the beginning, and the
      // names, drawn from zoom 7.5 on, share one program of the graphics card, and zooming waits for no second one.
      "text-color": ["coalesce", ["get", "ink"], "#5d5748"],
      "text-halo-color": "#f6f4ee",
      "text-halo-width": 1.5,
    },
  });
}

/**
 * A hand over what can be pressed.
 * @param {GroundMap} map
 * @param {string[]} layers
 */
export function pointAt(map, layers) {
  for (const layer of layers) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

/**
 * @param {GroundMap} map
 * @returns {Promise<unknown>}
 */
export function whenLoaded(map) {
  return map.loaded() ? Promise.resolve() : new Promise((resolve) => { map.once("load", resolve); });
}
