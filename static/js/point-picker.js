// A map beside two number fields: click, drag, or move the map by arrows and put the point in its middle.
// The fields are the truth; without this script they are filled in by hand.
import { background } from "./map/background.js";

const field = (name) => document.querySelector(`input[data-point="${name}"]`);
const latitude = field("latitude");
const longitude = field("longitude");
const DECIMALS = 6; // a hand's breadth

const build = () => {
  const said = latitude.dataset;
  const row = document.createElement("div");
  row.className = "form-row point-picker";
  const how = document.createElement("p");
  how.id = "point-picker-how";
  how.textContent = said.wordHow;
  const box = document.createElement("div");
  box.className = "point-picker__map";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button point-picker__middle";
  button.textContent = said.wordMiddle;
  row.append(how, box, button);
  latitude.closest(".form-row").before(row);
  return { box, button };
};

const start = () => {
  const said = latitude.dataset;
  const { box, button } = build();
  const map = L.map(box, { minZoom: 7, maxZoom: 19, zoomControl: false });
  L.control.zoom({ zoomInTitle: said.wordZoomIn, zoomOutTitle: said.wordZoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", said.wordMap);
  box.setAttribute("aria-describedby", "point-picker-how");
  const icon = L.divIcon({ className: "point-picker__point", iconSize: [24, 24], iconAnchor: [12, 12] });
  const marker = L.marker([0, 0], { icon, draggable: true, keyboard: false, autoPan: true });

  const typed = () => (latitude.value && longitude.value ? [Number(latitude.value), Number(longitude.value)] : null);
  const show = () => {
    const point = typed();
    if (point) marker.setLatLng(point).addTo(map);
    else marker.remove();
    return point;
  };
  const put = ({ lat, lng }) => {
    latitude.value = lat.toFixed(DECIMALS);
    longitude.value = lng.toFixed(DECIMALS);
    for (const input of [latitude, longitude]) input.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  const known = show();
  map.setView(known ?? said.middle.split(",").map(Number), known ? 16 : Number(said.zoom));
  // The map speaks of towns where no tile comes; "place" would zoom away from the point.
  background(map, { dataset: { ...said, map: "picker" } });
  map.on("click", ({ latlng }) => put(latlng));
  marker.on("dragend", () => put(marker.getLatLng()));
  button.addEventListener("click", () => put(map.getCenter()));
  for (const input of [latitude, longitude])
    input.addEventListener("input", () => {
      const point = show();
      if (point) map.panTo(point);
    });
};

if (latitude && longitude) start();
