// The day board: arrows go from block to block, keys do what the buttons do, the line of now moves,
// and a board that has not changed stays as it is. Everything works without this, by links and buttons.
const box = document.querySelector("#board-box");
const blocks = () => [...box.querySelectorAll("a[data-block]")];
const CELL = 300_000; // ms in a cell

// One stop for the Tab key on the whole board: the opened block, else the first that is still to come.
const rove = () => {
  const all = blocks();
  if (!all.length) return;
  const stop = all.find((block) => block === document.activeElement) ?? all.find((block) => block.ariaCurrent) ?? all[0];
  for (const block of all) block.tabIndex = block === stop ? 0 : -1;
};

const go = (block) => {
  if (!block) return;
  for (const each of blocks()) each.tabIndex = each === block ? 0 : -1;
  block.focus();
  block.scrollIntoView({ block: "nearest", inline: "nearest" });
};

// Up and down stay with the officer; sideways goes to whoever is seen at about the same time.
const neighbour = (from, key) => {
  const here = from.getBoundingClientRect();
  const others = blocks().filter((block) => block !== from).map((block) => [block, block.getBoundingClientRect()]);
  const lane = ([, place]) => Math.abs(place.left - here.left) < 4;
  const nearest = (found, distance) => found.sort((one, other) => distance(one[1]) - distance(other[1]))[0]?.[0];
  if (key === "ArrowDown") return nearest(others.filter((each) => lane(each) && each[1].top > here.top), (place) => place.top);
  if (key === "ArrowUp") return nearest(others.filter((each) => lane(each) && each[1].top < here.top), (place) => -place.top);
  const sign = key === "ArrowRight" ? 1 : -1;
  const aside = others.filter(([, place]) => (place.left - here.left) * sign > 4);
  return nearest(aside, (place) => Math.abs(place.left - here.left) * 3 + Math.abs(place.top - here.top));
};

box.addEventListener("keydown", (event) => {
  const block = event.target.closest("a[data-block]");
  if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    go(blocks().at(event.key === "Home" ? 0 : -1));
  } else if (event.key.startsWith("Arrow") && block) {
    event.preventDefault();
    go(neighbour(block, event.key));
  }
});

// Single keys press the first button or link that carries them; they can be turned off, and sleep while one types.
const STORED = "rotonde-desk-keys";
const wanted = document.querySelector("[data-single-keys]");
wanted.checked = localStorage.getItem(STORED) !== "off";
wanted.addEventListener("change", () => localStorage.setItem(STORED, wanted.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !wanted.checked) return;
  if (event.key === "g") {
    event.preventDefault();
    go(blocks().find((block) => block.tabIndex === 0));
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLInputElement) return target.select();
  target.click();
  // What unfolds is there to be typed into.
  if (target.matches("summary")) target.parentElement.querySelector("input:not([type=hidden])")?.focus();
});

// The line of now, between two answers of the server.
const line = () => {
  const drawn = box.querySelector("[data-now]");
  if (!drawn) return;
  const at = Date.now() / CELL - Number(drawn.dataset.first);
  drawn.toggleAttribute("hidden", at < 0 || at > Number(drawn.dataset.cells));
  for (const end of ["y1", "y2"]) drawn.firstElementChild.setAttribute(end, at);
};
setInterval(line, 30_000);

// Whoever was on a block or in a list stays there; where it is gone, on the board.
let held = "";
document.body.addEventListener("htmx:beforeSwap", () => {
  const focused = document.activeElement;
  held = focused?.closest("#lanes, #parties") ? focused.id || "board-box" : "";
});
document.body.addEventListener("htmx:afterSettle", () => {
  rove();
  line();
  if (held && document.activeElement === document.body) (document.getElementById(held) ?? box).focus({ preventScroll: true });
  held = "";
});

// The minute in which a click can be taken back, by the clock of the page.
const undo = document.querySelector("[data-undo]");
if (undo) setTimeout(() => undo.remove(), Number(undo.dataset.undo) * 1000);

const lookAt = () => {
  const drawn = box.querySelector("[data-now]");
  const middle = drawn ? (Number(drawn.firstElementChild.getAttribute("y1")) / Number(drawn.dataset.cells)) * box.scrollHeight : 0;
  box.scrollTop = Math.max(0, middle - box.clientHeight / 2);
};

line();
lookAt();
rove();
// After the browser has gone to #visit, which takes the focus along.
addEventListener("load", () => setTimeout(() => document.querySelector("[data-next-step]")?.focus()));
