// "Nearest to me first": the browser asks where it is, measures and sorts; the point never leaves this page.
// The server is asked once for all there is in whole tiles around it, each more than 5 km wide here. It is asked for
// nothing narrower, and never for what turned out to be the nearest: that would tell where the reader is.
const panel = document.querySelector("[data-nearby]");
const words = panel.dataset;
const status = panel.querySelector("[data-nearby-status]");
const sorter = panel.querySelector("[data-nearby-sort]");
const reset = panel.querySelector("[data-nearby-reset]");
const blank = panel.querySelector("template").content;
const found = document.getElementById("found");

// Tiles of this zoom are 6 km wide in our latitudes; the reader's own and those around it.
const ZOOM = 12;
const AROUND = 1;
const AT_ONCE = 40;
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

// Everything around the point that the reader's own filters leave; the box of the list where it has one.
const allAround = async (point, signal) => {
  const { query, box } = found.querySelector("[data-results]").dataset;
  const question = new URLSearchParams(query);
  question.set("bbox", box || tilesAround(point));
  question.set("lang", words.lang);
  const answer = await fetch(`${words.points}?${question}`, { signal });
  if (!answer.ok) throw new Error(`the points answered ${answer.status}`);
  return answer.json();
};

// The services with the nearest of their places, and how far around the point none is left out.
const measured = ({ results, middle, complete }, point) => {
  const sorted = results.map((service) => {
    const away = service.places.map((place) => ({ ...place, kilometres: distance(point, place) }));
    return { ...service, nearest: away.reduce((best, each) => (each.kilometres < best.kilometres ? each : best)) };
  });
  sorted.sort((one, other) => one.nearest.kilometres - other.nearest.kilometres);
  const farthest = Math.max(...results.flatMap(({ places }) => places.map((place) => distance(middle, place))));
  return { sorted, sure: complete ? Infinity : farthest - distance(middle, point) };
};

const put = (item, part, text) => {
  const place = item.querySelector(`[data-part=${part}]`);
  if (text) (place.querySelector("[data-text]") ?? place).textContent = text;
  else place.remove();
  return place;
};

const card = ({ url, name, nearest, opening, spoken, ...service }) => {
  const item = document.importNode(blank, true).firstElementChild;
  const title = put(item, "name", name);
  title.href = url;
  if (service.content_language !== words.lang) {
    title.lang = service.content_language;
    title.dir = "auto";
  }
  put(item, "opening", opening?.text).classList.add(`opening--${opening?.state}`);
  put(item, "distance", words.wordAway.replace("{distance}", inWords(nearest.kilometres)));
  put(item, "address", nearest.address);
  put(item, "spoken", spoken);
  put(item, "kind", service.kind_told).classList.add(`badge--${service.kind}`);
  for (const [part, holds] of [["machine", service.machine], ["partner", service.paid_partner], ["unverified", !service.verified]])
    if (!holds) item.querySelector(`[data-part=${part}]`).remove();
  return item;
};

// The nearest at once, the others as often as the reader asks for more.
const grow = (list, sorted, button) => {
  const shown = list.children.length;
  list.append(...sorted.slice(shown, shown + AT_ONCE).map(card));
  button.hidden = list.children.length >= sorted.length;
  if (shown) list.children[shown].querySelector("a").focus();
};

const show = ({ sorted, sure }) => {
  const list = document.createElement("ul");
  list.className = "card-list";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--secondary", textContent: words.wordMore });
  button.addEventListener("click", () => grow(list, sorted, button));
  grow(list, sorted, button);
  const results = found.querySelector("[data-results]");
  usual ??= [...results.childNodes];
  const kept = [...results.children].filter((each) => each.matches(".chips, .notice"));
  results.replaceChildren(...kept.map((each) => each.cloneNode(true)), list, button);
  htmx.process(results);
  reset.hidden = false;
  sorter.setAttribute("aria-pressed", "true");
  const number = new Intl.NumberFormat(words.lang).format(sorted.length);
  const last = sorted[Math.min(sorted.length, AT_ONCE) - 1];
  status.textContent = (last.nearest.kilometres > sure ? words.wordSome : words.wordSorted).replace("{number}", number);
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
    const around = await allAround(point, signal);
    if (around.results.length) show(measured(around, point));
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
