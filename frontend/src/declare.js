// A page of the journey: after a room was added or removed, judge anew and move the focus there.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const rooms = document.getElementById("rooms-list");
  if (rooms === null || /** @type {CustomEvent} */ (event).detail.target.id !== "rooms-list") return;
  document.body.dispatchEvent(new CustomEvent("rooms-changed"));
  const wanted = rooms.dataset.focus ? rooms.querySelector(rooms.dataset.focus) : document.getElementById("rooms");
  if (wanted instanceof HTMLElement) wanted.focus();
});
