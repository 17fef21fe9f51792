// Starts every map of the page. A map says in data attributes where to look, whom to ask and what its words are;
// Leaflet is there as `L` (loaded before the modules).
import { background } from "./map/background.js";
import { follow } from "./map/finder.js";
import { place } from "./map/markers.js";

const numbers = (text) => text.split(",").map(Number);

const start = (box) => {
  const rtl = document.documentElement.dir === "rtl";
  const map = L.map(box, { zoomControl: false, minZoom: 7, maxZoom: 19, worldCopyJump: false });
  const { wordZoomIn, wordZoomOut, wordMap } = box.dataset;
  L.control.zoom({ position: rtl ? "topright" : "topleft", zoomInTitle: wordZoomIn, zoomOutTitle: wordZoomOut }).addTo(map);
  map.attributionControl.setPrefix(false).setPosition(rtl ? "bottomleft" : "bottomright");
  // Leaflet puts its buttons after all markers; the keyboard gets to them first.
  box.prepend(box.querySelector(".leaflet-control-container"));
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", wordMap);
  look(map, box);
  background(map, box);
  if (box.dataset.map === "region") follow(map, box, () => look(map, box));
  else place(map, numbers(box.dataset.point), box.dataset.name);
};

// The asked spot, else the asked box.
const look = (map, { dataset }) => {
  if (dataset.point) {
    map.setView(numbers(dataset.point), Number(dataset.zoom));
  } else {
    const [west, south, east, north] = numbers(dataset.bounds);
    map.fitBounds([[south, west], [north, east]]);
  }
};

for (const box of document.querySelectorAll("[data-map]")) start(box);
