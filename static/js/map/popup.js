// What opens on a point: the services there, each with what holds at this moment, which the server writes.

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

const contentOf = (title, items) => {
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
  list.append(...items);
  box.append(list);
  return box;
};

// Opens at a marker and moves the focus in; `back` takes it to the marker again when it closes.
const openAt = (map, marker, content, name, words, back) => {
  const popup = L.popup({ closeButton: true, autoPan: true, minWidth: 180, maxWidth: 280, keepInView: false, offset: [0, -12] });
  popup.setLatLng(marker.getLatLng()).setContent(content).openOn(map);
  const element = popup.getElement();
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", name);
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
  // The label is the name and, where a machine translated it, says so.
  const { id, label: name, url, content_language: written } = properties;
  const content = contentOf("", [item(link(url, name, written))]);
  const facts = document.createElement("div");
  facts.className = "map-popup__facts";
  facts.setAttribute("aria-live", "polite");
  content.append(facts);
  const popup = openAt(map, marker, content, name, words, back);
  htmx.ajax("GET", words.popup.replace("service-id", id), facts).then(() => {
    // Leaflet measures a popup when it opens: what came later must fit too. It takes the content out for that.
    const here = document.activeElement;
    popup.update();
    if (content.contains(here)) here.focus({ preventScroll: true });
  });
};

// Several services too close to part: some of them under the name of their place, and a way to the list of all.
export const openSeveral = async (map, marker, feature, words, query, back) => {
  const [longitude, latitude] = feature.geometry.coordinates;
  const { one_place: together, place, label } = feature.properties;
  const reach = together ? 0 : 0.0003;
  const bbox = [longitude - reach, latitude - reach, longitude + reach, latitude + reach].join(",");
  const question = new URLSearchParams([...new URLSearchParams(query), ["bbox", bbox]]);
  const all = link(`${words.list}?${question}`, words.wordAll);
  all.className = "map-popup__all";
  const answer = await fetch(`${words.popups}?${question}`).catch(() => null);
  const told = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  openAt(map, marker, contentOf(together ? place : label, [...told.querySelectorAll("li"), item(all)]), label, words, back);
};
