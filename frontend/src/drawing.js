// @ts-check
// Drawing an area: corners by pressing the map, or by Enter in its middle. The server judges it and narrows by it.
import { LngLatBounds } from "../maplibre/maplibre-gl.mjs";

/** @typedef {import("../maplibre/maplibre-gl.mjs").Map} GroundMap */
/** @typedef {import("../maplibre/maplibre-gl.mjs").GeoJSONSource} GeoJSONSource */
/** @typedef {import("./ground.js").Collection} Collection */
/** @typedef {[number, number]} Corner */

const MOST_CORNERS = 60;
const INK = "#003366";

/**
 * A ring as addresses write it.
 * @param {Corner[]} corners
 */
export function written(corners) {
  return corners.map(([x, y]) => `${x.toFixed(5)} ${y.toFixed(5)}`).join(",");
}

/**
 * @param {string} text
 * @returns {Corner[]}
 */
export function readRing(text) {
  return text ? text.split(",").map((corner) => /** @type {Corner} */ (corner.split(" ").map(Number))) : [];
}

/**
 * @param {Corner[]} corners
 * @param {boolean} closed
 * @returns {any}
 */
export function drawn(corners, closed) {
  const line = closed && corners.length > 2 ? [...corners, corners[0]] : corners;
  const dots = corners.map((at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }));
  const border = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } };
  return { type: "FeatureCollection", features: line.length > 1 ? [border, ...dots] : dots };
}

/**
 * The area that the page is narrowed to, by its border or its municipalities.
 * @param {GroundMap} map
 * @param {string} ring
 * @param {string[]} codes
 * @param {Collection} areas
 */
export function showArea(map, ring, codes, areas) {
  const corners = readRing(ring);
  map.addSource("area", { type: "geojson", data: drawn(corners, true) });
  map.addLayer({ id: "area-line", type: "line", source: "area", paint: { "line-color": INK, "line-width": 3 } });
  map.addLayer({
    id: "area-corners",
    type: "circle",
    source: "area",
    filter: ["==", ["geometry-type"], "Point"],
    layout: { visibility: "none" },
    paint: { "circle-color": "#ffffff", "circle-radius": 5, "circle-stroke-color": INK, "circle-stroke-width": 2 },
  });
  if (codes.length) {
    map.addLayer({
      id: "area-municipalities",
      type: "line",
      source: "municipalities",
      filter: ["in", ["get", "code"], ["literal", codes]],
      paint: { "line-color": INK, "line-width": 3 },
    });
  }
  const bounds = new LngLatBounds();
  corners.forEach((corner) => bounds.extend(corner));
  /** @param {any} part */
  const extend = (part) => { typeof part[0] === "number" ? bounds.extend(part) : part.forEach(extend); };
  areas.features.filter((one) => codes.includes(one.properties.code)).forEach((one) => extend(one.geometry.coordinates));
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 32, animate: false });
}

/**
 * Offers to draw; what is drawn goes to the server with the other choices of the form.
 * @param {GroundMap} map
 */
export function drawOnMap(map) {
  const frame = document.getElementById("drawing");
  /** @param {string} id */
  const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  if (!frame) return;
  frame.hidden = false;
  const canvas = map.getCanvas();
  /** @type {Corner[]} */
  let corners = [];
  let before = canvas.getAttribute("aria-describedby");

  function show() {
    /** @type {GeoJSONSource} */ (map.getSource("area")).setData(drawn(corners, true));
    const count = part("draw-count");
    count.textContent = (count.dataset.text ?? "").replace("{count}", String(corners.length));
    /** @type {HTMLButtonElement} */ (part("draw-done")).disabled = corners.length < 3;
    /** @type {HTMLButtonElement} */ (part("draw-back")).disabled = !corners.length;
  }

  /** @param {{lng: number, lat: number}} at */
  function add(at) {
    if (corners.length >= MOST_CORNERS) return;
    corners = [...corners, [at.lng, at.lat]];
    show();
  }

  function back() {
    corners = corners.slice(0, -1);
    show();
  }

  /** @param {boolean} on */
  function turn(on) {
    corners = [];
    part("draw-tools").hidden = !on;
    part("draw-start").hidden = on;
    map.getContainer().classList.toggle("is-drawing", on);
    map.setLayoutProperty("area-corners", "visibility", on ? "visible" : "none");
    if (on) {
      canvas.dataset.drawing = "true";
      before = canvas.getAttribute("aria-describedby");
      canvas.setAttribute("aria-describedby", "draw-help");
      map.doubleClickZoom.disable();
      canvas.focus();
    } else {
      delete canvas.dataset.drawing;
      if (before) canvas.setAttribute("aria-describedby", before);
      else canvas.removeAttribute("aria-describedby");
      map.doubleClickZoom.enable();
      part("draw-start").focus();
    }
    show();
  }

  function done() {
    const form = /** @type {HTMLFormElement} */ (document.getElementById("map-filters"));
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value && name !== "area") asked.set(name, String(value));
    asked.set("within", written(corners));
    location.assign(`/map?${asked}`);
  }

  map.on("click", (event) => { if (canvas.dataset.drawing) add(event.lngLat); });
  canvas.addEventListener("keydown", (event) => {
    if (!canvas.dataset.drawing) return;
    if (event.key === "Enter") add(map.getCenter());
    else if (event.key === "Backspace") back();
    else if (event.key === "Escape") turn(false);
    else return;
    event.preventDefault();
  });
  part("draw-start").addEventListener("click", () => turn(true));
  part("draw-stop").addEventListener("click", () => turn(false));
  part("draw-back").addEventListener("click", back);
  part("draw-done").addEventListener("click", done);
}
