// The declaration form: after a room was added or removed, judge anew and move the focus there.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const rooms = document.getElementById("rooms");
  if (rooms === null || /** @type {CustomEvent} */ (event).detail.target.id !== "rooms") return;
  document.body.dispatchEvent(new CustomEvent("rooms-changed"));
  const wanted = rooms.dataset.focus ? rooms.querySelector(rooms.dataset.focus) : document.getElementById("rooms-heading");
  if (wanted instanceof HTMLElement) wanted.focus();
});
