// What opens on a point: the services there as links, built as text nodes, never as markup.

const SOME = 6;

const link = (url, text, language) => {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = text;
  if (language) {
    anchor.lang = language;
    anchor.dir = "auto";
  }
  return anchor;
};

const item = (content) => {
  const row = document.createElement("li");
  row.append(content);
  return row;
};

const contentOf = (title, links) => {
  const box = document.createElement("div");
  box.className = "map-popup";
  box.dir = document.documentElement.dir;
  if (title) {
    const heading = document.createElement("p");
    heading.className = "map-popup__title";
    heading.textContent = title;
    box.append(heading);
  }
  const list = document.createElement("ul");
  list.className = "map-popup__list";
  list.append(...links.map(item));
  box.append(list);
  return box;
};

// Opens at a marker and moves the focus in; `back` takes it to the marker again when it closes.
const openAt = (map, marker, content, words, back) => {
  const popup = L.popup({ closeButton: true, autoPan: true, minWidth: 180, maxWidth: 280, keepInView: false, offset: [0, -12] });
  popup.setLatLng(marker.getLatLng()).setContent(content).openOn(map);
  const element = popup.getElement();
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", content.querySelector("p, a").textContent);
  element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.wordClose);
  element.querySelector("a[href]:not(.leaflet-popup-close-button)")?.focus();
  element.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup(popup));
  popup.on("remove", () => {
    const within = element.contains(document.activeElement) || document.activeElement === document.body;
    if (within) back(marker.getLatLng());
  });
  return popup;
};

// The name is there at once; what holds at this moment (open, spoken, first free time) is asked of the server.
export const openOne = (map, marker, { properties }, words, back) => {
  const { id, name, url, content_language: written } = properties;
  const content = contentOf("", [link(url, name, written)]);
  const facts = document.createElement("div");
  facts.className = "map-popup__facts";
  facts.setAttribute("aria-live", "polite");
  content.append(facts);
  const popup = openAt(map, marker, content, words, back);
  htmx.ajax("GET", words.popup.replace("service-id", id), facts).then(() => {
    // Leaflet measures a popup when it opens: what came later must fit too. It takes the content out for that.
    const here = document.activeElement;
    popup.update();
    if (content.contains(here)) here.focus({ preventScroll: true });
  });
};

// Several services too close to part: ask for them, show some, lead to the list for all.
export const openSeveral = async (map, marker, feature, words, query, back) => {
  const [longitude, latitude] = feature.geometry.coordinates;
  const reach = feature.properties.one_place ? 0 : 0.0003;
  const bbox = [longitude - reach, latitude - reach, longitude + reach, latitude + reach].join(",");
  const question = new URLSearchParams([...new URLSearchParams(query), ["bbox", bbox]]);
  const all = link(`${words.list}?${question}`, words.wordAll);
  all.className = "map-popup__all";
  const answer = await fetch(`${words.services}?${question}&lang=${words.lang}`).catch(() => null);
  const results = answer?.ok ? (await answer.json()).results : [];
  const links = results.slice(0, SOME).map(({ url, name }) => link(new URL(url).pathname, name.text, name.content_language));
  openAt(map, marker, contentOf(feature.properties.label, [...links, all]), words, back);
};
