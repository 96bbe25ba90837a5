// Starts the design system on the page, and again on what HTMX swaps in.
/** @type {any} */
const system = /** @type {any} */ (window).DKFDS;
system?.init();
document.body.addEventListener("htmx:afterSwap", (event) => {
  system?.init({ scope: /** @type {CustomEvent} */ (event).target });
});
document.getElementById("errors")?.focus();
