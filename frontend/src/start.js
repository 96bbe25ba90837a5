// Starts the design system on the page, and again on what HTMX swaps in.
/** @type {any} */
const system = /** @type {any} */ (window).DKFDS;
system?.init();
document.body.addEventListener("htmx:afterSwap", (event) => {
  const swapped = /** @type {HTMLElement} */ (event.target);
  // Nothing in a declaration needs it, and each start adds another “more” to the menu above.
  if (!swapped.closest(".declare, .judgement-bar")) system?.init({ scope: swapped });
});
document.getElementById("errors")?.focus();

// What is folded to be short on a screen is unfolded on paper, and folded again afterwards.
/** @type {HTMLDetailsElement[]} */
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details.print-open:not([open])")].map((one) => /** @type {HTMLDetailsElement} */ (one));
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of unfolded.splice(0)) one.open = false;
});

// A refused request (file too large, signed out, fault) must be seen: what its page says is shown at the top of this one.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(name, (event) => {
    const request = /** @type {CustomEvent} */ (event).detail.xhr;
    const sent = document.createElement("div");
    sent.className = "alert alert-error";
    sent.setAttribute("role", "alert");
    const page = new DOMParser().parseFromString(request?.responseText ?? "", "text/html");
    const heading = page.querySelector("main h1")?.textContent ?? "";
    const advice = [...page.querySelectorAll("main p")].map((line) => line.textContent ?? "").slice(0, 2);
    sent.textContent = [heading, ...advice].filter(Boolean).join(". ") || `${request?.status ?? ""}`;
    document.getElementById("main-content")?.prepend(sent);
    sent.scrollIntoView({ block: "center" });
  });
}

// What this device keeps of somebody's day goes when he signs out; the server's answer says the same again.
for (const form of document.querySelectorAll("form[action='/sign-out']")) {
  form.addEventListener("submit", () => {
    if ("caches" in window) void caches.keys().then((names) => names.filter((name) => name.startsWith("husly-day/")).forEach((name) => void caches.delete(name)));
  });
}
