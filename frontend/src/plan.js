// @ts-check
// Working on a plan: a visit is dragged to another tour, or moved in a dialog; what it would do is shown first.
// Without this script every button leads to a page of its own that does the same.

/** @typedef {{verdict: string, summary: string, sentences: string[], tours: {title: string, text: string, home: string, late: boolean}[], differences: string[], notes: string[], version: number}} Told */

const START_PX = 6;
const WAIT_MS = 120;
const EDGE_PX = 60;
const STEP_PX = 12;

const board = /** @type {HTMLElement | null} */ (document.querySelector(".board"));
const plan = board?.dataset.plan ?? "";

/** @type {Map<string, Told>} */
const known = new Map();
/** @type {AbortController | null} */
let asking = null;

/**
 * The address of the form for one visit, with what is chosen.
 * @param {string} home
 * @param {Record<string, string>} chosen
 */
function addressOf(home, chosen) {
  return `/plans/${plan}/stops/${home}/move?${new URLSearchParams(chosen)}`;
}

/**
 * What a move would do. An earlier question that is still open is given up; answers are kept until the page is left.
 * @param {string} address
 * @returns {Promise<Told | null>} null when the answer is outdated
 */
async function ask(address) {
  asking?.abort();
  const found = known.get(address);
  if (found) return found;
  const own = new AbortController();
  asking = own;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" }, signal: own.signal });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const told = /** @type {Told} */ (await answer.json());
    known.set(address, told);
    return told;
  } catch (error) {
    if (own.signal.aborted) return null;
    throw error;
  }
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [className]
 */
function made(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/**
 * The consequence as templates/plans/consequence.html draws it.
 * @param {Told} told
 */
function drawn(told) {
  const box = made("div", "", `consequence consequence-${told.verdict}`);
  const verdict = made("p", "", "consequence-verdict");
  verdict.append(made("strong", told.summary));
  box.append(verdict);
  if (told.sentences.length) {
    const rules = made("ul", "", "consequence-rules");
    rules.append(...told.sentences.map((one) => made("li", one)));
    box.append(rules);
  }
  if (told.tours.length) {
    const tours = made("ul", "", "consequence-tours");
    for (const one of told.tours) {
      const line = made("li", "");
      line.append(made("b", one.title), `: ${one.text}`);
      if (one.home) line.append(" · ", made("span", one.home, one.late ? "is-late" : ""));
      tours.append(line);
    }
    box.append(tours);
  }
  if (told.differences.length) box.append(made("p", told.differences.join(" · "), "consequence-differences"));
  box.append(...told.notes.map((one) => made("p", one, "consequence-note")));
  return box;
}

// ---- The dialog -----------------------------------------------------------------------------------------------

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("move-dialog"));

/**
 * Opens the form for one visit in the dialog; when that fails the browser goes to its page.
 * @param {string} address
 * @param {string} title
 */
async function openMove(address, title) {
  const body = dialog?.querySelector("[data-move-body]");
  const heading = dialog?.querySelector("h2");
  if (!dialog || !body || !heading) return location.assign(address);
  try {
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}part=1`);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    body.replaceChildren(...page.body.childNodes);
  } catch {
    return location.assign(address);
  }
  heading.textContent = title;
  live(/** @type {HTMLFormElement} */ (body.querySelector("form")));
  dialog.showModal();
  /** @type {HTMLElement | null} */ (body.querySelector("select"))?.focus();
}

/**
 * Keeps the consequence of a form up to date while it is filled in.
 * @param {HTMLFormElement} form
 */
function live(form) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-consequence]"));
  const reason = /** @type {HTMLElement} */ (form.querySelector("[data-reason]"));
  const confirm = /** @type {HTMLButtonElement} */ (form.querySelector("[data-confirm]"));
  const show = /** @type {HTMLElement} */ (form.querySelector("[data-show-consequence]"));
  show.hidden = true;
  let latest = "";

  const update = async () => {
    const sent = new FormData(form);
    const chosen = Object.fromEntries(["on", "inspector", "instead", "at"].map((name) => [name, String(sent.get(name) ?? "")]));
    const address = `${form.action}?${new URLSearchParams(chosen)}`;
    latest = address;
    try {
      const told = await ask(address);
      if (!told || latest !== address) return;
      place.replaceChildren(drawn(told));
      confirm.disabled = told.verdict === "forbidden";
      reason.hidden = told.verdict !== "warning";
      /** @type {HTMLInputElement} */ (reason.querySelector("input")).required = told.verdict === "warning";
    } catch {
      place.replaceChildren();
      confirm.disabled = false;
      reason.hidden = false;
    }
  };
  form.addEventListener("change", (event) => {
    if (/** @type {HTMLElement} */ (event.target).id !== "reason") update();
  });
  update();
}

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-move]"))) {
  link.addEventListener("click", (event) => {
    if (!dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openMove(link.getAttribute("href") ?? "", link.textContent?.trim() ?? "");
  });
}
dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
const alone = /** @type {HTMLFormElement | null} */ (document.querySelector("main > form[data-move-form]"));
if (alone) live(alone);

// ---- Dragging -------------------------------------------------------------------------------------------------

const panel = document.getElementById("drop-panel");
const dropForm = /** @type {HTMLFormElement | null} */ (document.getElementById("drop-form"));

/**
 * One visit on its way.
 * @typedef {{stop: HTMLElement, home: string, from: HTMLElement, ghost: HTMLElement, target: HTMLElement | null, address: string, told: Told | null, timer: number}} Drag
 */

/**
 * @param {HTMLElement} stop
 * @returns {Drag}
 */
function lift(stop) {
  const ghost = made("div", stop.dataset.label ?? "", "drag-ghost");
  document.body.append(ghost);
  document.body.classList.add("is-dragging");
  stop.classList.add("is-lifted");
  const from = /** @type {HTMLElement} */ (stop.closest(".board-cell"));
  return { stop, home: stop.dataset.home ?? "", from, ghost, target: null, address: "", told: null, timer: 0 };
}

/** @param {Drag} drag */
function chosenBy(drag) {
  const cell = /** @type {HTMLElement} */ (drag.target);
  return {
    on: cell.dataset.column ?? "",
    inspector: cell.dataset.station ?? "",
    instead: drag.from.dataset.station ?? "",
  };
}

/** @param {Drag} drag */
function unmark(drag) {
  drag.target?.classList.remove("is-target", "is-target-fine", "is-target-warning", "is-target-forbidden");
}

/**
 * The consequence beside the cell that the visit is over.
 * @param {Drag} drag
 * @param {HTMLElement | null} cell
 */
function over(drag, cell) {
  if (cell === drag.target) return;
  unmark(drag);
  asking?.abort();
  clearTimeout(drag.timer);
  drag.target = cell && cell !== drag.from ? cell : null;
  drag.told = null;
  if (!panel) return;
  panel.hidden = !drag.target;
  if (!drag.target) return;
  drag.target.classList.add("is-target");
  panel.replaceChildren(made("p", drag.target.dataset.name ?? ""), made("p", panel.dataset.wait ?? ""));
  beside(drag.target);
  const address = addressOf(drag.home, chosenBy(drag));
  drag.address = address;
  drag.timer = window.setTimeout(() => tellOver(drag, address), known.has(address) ? 0 : WAIT_MS);
}

/**
 * @param {Drag} drag
 * @param {string} address
 */
async function tellOver(drag, address) {
  if (!panel) return;
  try {
    const told = await ask(address);
    if (!told || drag.address !== address || !drag.target) return;
    drag.told = told;
    drag.target.classList.add(`is-target-${told.verdict}`);
    panel.replaceChildren(made("p", drag.target.dataset.name ?? ""), drawn(told));
    beside(drag.target);
  } catch {
    panel.replaceChildren(made("p", panel.dataset.failed ?? ""));
  }
}

/**
 * Lays the panel beside a cell, where there is room.
 * @param {HTMLElement} cell
 */
function beside(cell) {
  if (!panel) return;
  const box = cell.getBoundingClientRect(), own = panel.getBoundingClientRect();
  const right = box.right + 12, left = box.left - own.width - 12;
  const x = right + own.width < innerWidth ? right : Math.max(12, left);
  const y = Math.min(Math.max(12, box.top), Math.max(12, innerHeight - own.height - 12));
  panel.style.left = `${x}px`;
  panel.style.top = `${y}px`;
}

/** @param {Drag} drag */
function letGo(drag) {
  unmark(drag);
  clearTimeout(drag.timer);
  drag.ghost.remove();
  drag.stop.classList.remove("is-lifted");
  document.body.classList.remove("is-dragging");
  if (panel) panel.hidden = true;
}

/**
 * Carries the move out, refuses it, or asks for the reason that it needs.
 * @param {Drag} drag
 */
async function drop(drag) {
  const cell = drag.target;
  if (!cell || !dropForm) return letGo(drag);
  const chosen = chosenBy(drag), address = addressOf(drag.home, chosen);
  let told = drag.told;
  try {
    told ??= await ask(address);
  } catch {
    told = null;
  }
  letGo(drag);
  if (!told) return location.assign(address);
  if (told.verdict === "forbidden") return refuse(cell, told);
  if (told.verdict === "warning") return openMove(address, drag.stop.dataset.label ?? "");
  dropForm.action = `/plans/${plan}/stops/${drag.home}/move`;
  for (const [name, value] of Object.entries(chosen)) {
    /** @type {HTMLInputElement} */ (dropForm.elements.namedItem(name)).value = value;
  }
  dropForm.submit();
}

/**
 * Says why a visit was not moved, until the next key or press.
 * @param {HTMLElement} cell
 * @param {Told} told
 */
function refuse(cell, told) {
  if (!panel) return;
  panel.hidden = false;
  panel.replaceChildren(made("strong", panel.dataset.refused ?? ""), drawn(told));
  beside(cell);
  const away = () => {
    panel.hidden = true;
    removeEventListener("pointerdown", away);
    removeEventListener("keydown", away);
  };
  addEventListener("pointerdown", away);
  addEventListener("keydown", away);
}

/**
 * Scrolls page and board one step where the pointer is at their edge.
 * @param {number} x
 * @param {number} y
 * @returns {boolean} whether anything moved
 */
function scrollAtEdge(x, y) {
  const frame = board?.parentElement;
  if (!frame) return false;
  const box = frame.getBoundingClientRect(), before = [frame.scrollLeft, scrollY];
  if (x > Math.min(box.right, innerWidth) - EDGE_PX) frame.scrollLeft += STEP_PX;
  else if (x < Math.max(box.left, 0) + EDGE_PX) frame.scrollLeft -= STEP_PX;
  if (y > innerHeight - EDGE_PX) scrollBy({ top: STEP_PX, behavior: "instant" });
  else if (y < EDGE_PX) scrollBy({ top: -STEP_PX, behavior: "instant" });
  return frame.scrollLeft !== before[0] || scrollY !== before[1];
}

/** @param {HTMLElement} table */
function letDrag(table) {
  table.addEventListener("pointerdown", (pressed) => {
    const on = /** @type {HTMLElement} */ (pressed.target);
    const stop = /** @type {HTMLElement | null} */ (on.closest("[data-drag]"));
    if (!stop || pressed.button !== 0 || pressed.pointerType === "touch") return;
    if (on.closest("button, summary, input, form, .stop-button")) return;
    /** @type {Drag | null} */
    let drag = null;
    let x = 0, y = 0, frame = 0;

    const move = (/** @type {PointerEvent} */ event) => {
      const far = Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY);
      if (!drag && far < START_PX) return;
      drag ??= lift(stop);
      event.preventDefault();
      drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
      [x, y] = [event.clientX, event.clientY];
      look();
      frame ||= requestAnimationFrame(roll);
    };
    const look = () => {
      const under = document.elementFromPoint(x, y);
      if (drag) over(drag, /** @type {HTMLElement | null} */ (under?.closest(".board-cell") ?? null));
    };
    // at an edge the board goes on scrolling also while the pointer rests
    const roll = () => {
      frame = 0;
      if (!drag || !scrollAtEdge(x, y)) return;
      look();
      frame = requestAnimationFrame(roll);
    };
    const end = (/** @type {Event} */ event) => {
      stopListening();
      if (!drag) return;
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      if (event.type === "pointerup") drop(drag);
      else letGo(drag);
    };
    const key = (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") end(event); };
    const stopListening = () => {
      cancelAnimationFrame(frame);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", key);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    addEventListener("keydown", key);
  });
  table.addEventListener("dragstart", (event) => event.preventDefault());
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

if (board?.dataset.editable) letDrag(board);

// ---- The filter -----------------------------------------------------------------------------------------------

const day = /** @type {HTMLSelectElement | null} */ (document.getElementById("tour-day"));
const station = /** @type {HTMLSelectElement | null} */ (document.getElementById("tour-station"));
const filter = document.getElementById("tour-filter");

/** Narrows the board to the day and inspector chosen; the map follows in map.js. */
function narrow() {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".board [data-column]"))) {
    one.hidden = Boolean(day?.value) && one.dataset.column !== day?.value;
  }
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".board tr[data-row]"))) {
    one.hidden = Boolean(station?.value) && one.dataset.row !== station?.value;
  }
}

if (board && filter && day && station) {
  filter.hidden = false;
  day.addEventListener("change", narrow);
  station.addEventListener("change", narrow);
}

// Planning anew takes seconds: the button says so, and cannot be pressed twice.
const replan = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-replan]"));
replan?.form?.addEventListener("submit", () => { setTimeout(() => { replan.disabled = true; }, 0); });
addEventListener("pageshow", () => { if (replan) replan.disabled = false; });
