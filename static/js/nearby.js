// "Nearest to me first": the browser asks where it is, measures and sorts; the point never leaves this page.
// The server is asked for whole tiles around it, each more than 5 km wide here, and for nothing narrower.
const panel = document.querySelector("[data-nearby]");
const words = panel.dataset;
const status = panel.querySelector("[data-nearby-status]");
const sorter = panel.querySelector("[data-nearby-sort]");
const reset = panel.querySelector("[data-nearby-reset]");
const found = document.getElementById("found");

// Tiles of this zoom are 6 km wide in our latitudes; the reader's own and those around it.
const ZOOM = 12;
const AROUND = 1;
const MOST_PAGES = 5;
const PATIENCE = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 300_000 };
const EARTH_KM = 6371;

let usual = null; // the list as the server sent it, while another order is shown
let asking = null; // whoever asks anew no longer wants the former answer

const radians = (degrees) => (degrees * Math.PI) / 180;

// Great circle, in kilometres.
const distance = (from, to) => {
  const north = radians(to.latitude - from.latitude) / 2;
  const east = radians(to.longitude - from.longitude) / 2;
  const chord = Math.sin(north) ** 2 + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(east) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
};

const column = (longitude) => Math.floor(((longitude + 180) / 360) * 2 ** ZOOM);
const row = (latitude) => Math.floor(((1 - Math.asinh(Math.tan(radians(latitude))) / Math.PI) / 2) * 2 ** ZOOM);
const west = (x) => (x / 2 ** ZOOM) * 360 - 180;
const north = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** ZOOM))) * 180) / Math.PI;

// West, south, east, north of the tiles around a point: the same for everybody within the same tile.
export const tilesAround = ({ latitude, longitude }) => {
  const [x, y] = [column(longitude), row(latitude)];
  const borders = [west(x - AROUND), north(y + 1 + AROUND), west(x + 1 + AROUND), north(y - AROUND)];
  // A little inwards: a border that is rounded outwards would bring the next tiles along.
  const [w, s, e, n] = borders;
  return [w + 1e-4, s + 1e-4, e - 1e-4, n - 1e-4].map((border) => border.toFixed(4)).join(",");
};

const inWords = (kilometres) => {
  const metres = kilometres < 1;
  const number = metres ? Math.max(50, Math.round(kilometres * 20) * 50) : kilometres;
  const digits = metres || kilometres >= 10 ? 0 : 1;
  const style = { style: "unit", unit: metres ? "meter" : "kilometer", unitDisplay: "long", maximumFractionDigits: digits };
  return new Intl.NumberFormat(words.lang, style).format(number);
};

const whereAmI = () => new Promise((resolve, refuse) => {
  if (navigator.geolocation) navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), refuse, PATIENCE);
  else refuse({ code: 2 });
});

const pageOf = async (question, page, signal) => {
  question.set("page", page);
  const answer = await fetch(`${words.list}?${question}`, { signal, headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// The cards of the reader's own filters around the point, and whether there are more than we ask for.
const cardsAround = async (point, signal) => {
  const question = new URLSearchParams(location.search);
  if (!question.has("bbox")) question.set("bbox", tilesAround(point));
  const items = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await pageOf(question, page, signal);
    items.push(...answer.querySelectorAll("[data-results] .card-list > li"));
    if (!answer.querySelector("[data-results] [rel=next]")) return { items, more: false };
  }
  return { items, more: true };
};

const nearestOf = (item, point) => {
  const places = item.querySelector("[data-points]")?.dataset.points.split(" ").filter(Boolean) ?? [];
  const measured = places.map((place) => {
    const [latitude, longitude] = place.split(",").map(Number);
    return distance(point, { latitude, longitude });
  });
  return Math.min(...measured); // Infinity without a place
};

const labelled = (item, kilometres) => {
  const line = document.createElement("li");
  line.className = "nearby__distance";
  line.textContent = words.wordAway.replace("{distance}", inWords(kilometres));
  item.querySelector(".service-card__facts").prepend(line);
  return item;
};

const show = (sorted, more) => {
  const list = document.createElement("ul");
  list.className = "card-list";
  list.append(...sorted.map(({ item, kilometres }) => labelled(document.importNode(item, true), kilometres)));
  const results = found.querySelector("[data-results]");
  usual ??= [...results.childNodes];
  const kept = [...results.children].filter((each) => each.matches(".chips, .notice"));
  results.replaceChildren(...kept.map((each) => each.cloneNode(true)), list);
  htmx.process(results);
  reset.hidden = false;
  sorter.setAttribute("aria-pressed", "true");
  const number = new Intl.NumberFormat(words.lang).format(sorted.length);
  status.textContent = (more ? words.wordSome : words.wordSorted).replace("{number}", number);
};

const sort = async () => {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  status.textContent = words.wordAsking;
  let point;
  try {
    point = await whereAmI();
  } catch ({ code }) {
    status.textContent = { 1: words.wordRefused, 3: words.wordTimeout }[code] ?? words.wordUnavailable;
    return;
  }
  try {
    const { items, more } = await cardsAround(point, signal);
    const measured = items.map((item) => ({ item, kilometres: nearestOf(item, point) })).filter(({ kilometres }) => Number.isFinite(kilometres));
    if (measured.length) show(measured.sort((one, other) => one.kilometres - other.kilometres), more);
    else status.textContent = words.wordNone;
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = words.wordFailed;
  }
};

const forget = () => {
  asking?.abort();
  usual = null;
  reset.hidden = true;
  sorter.setAttribute("aria-pressed", "false");
};

sorter.addEventListener("click", sort);
reset.addEventListener("click", () => {
  found.querySelector("[data-results]").replaceChildren(...usual);
  forget();
  status.textContent = words.wordUsual;
  sorter.focus();
});
// Another list came: it stands in its own order until the reader asks again.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target !== found) return;
  forget();
  status.textContent = "";
});
