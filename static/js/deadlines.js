// Keeps the answers of the deadline list in this browser, and only when asked to. They are the query of the address;
// nothing else is stored, and one button forgets it.
const KEY = "deadlines";

const read = () => {
  try {
    const kept = localStorage.getItem(KEY);
    return kept?.startsWith("?") ? kept : null;
  } catch {
    return null; // storage refused: the page works without
  }
};

const write = (value) => {
  try {
    if (value === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
    return true;
  } catch {
    return false;
  }
};

const part = (name) => document.querySelector(`[${name}]`);

const show = () => {
  const kept = read();
  const keep = part("data-keep");
  if (keep) keep.hidden = kept === location.search;
  const told = part("data-kept");
  if (told) told.hidden = kept !== location.search;
  const offer = part("data-kept-offer");
  if (!offer) return;
  offer.hidden = kept === null;
  const link = part("data-kept-link");
  if (kept) link.href = new URL(kept, link.href).href;
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-keep-here], [data-keep-clear]");
  if (!pressed) return;
  if (write(pressed.matches("[data-keep-here]") ? location.search : null)) show();
  // The button may be gone now; the list is where the reader was.
  if (!pressed.checkVisibility()) document.getElementById("main").focus();
});

show();
