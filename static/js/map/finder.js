// List and map in step: the filters of the list apply to the map, and the map's box to the list when the reader says so.
import { marker } from "./markers.js";
import { openOne, openSeveral } from "./popup.js";

const EAST = 180;
const NORTH = 85;
const clamp = (value, limit) => Math.min(Math.max(value, -limit), limit).toFixed(4);

export const follow = (map, box, look) => new Finder(map, box, look).begin();

class Finder {
  constructor(map, box, look) {
    const panel = box.closest("[data-finder]");
    Object.assign(this, { map, box, look, panel, words: box.dataset });
    this.layer = L.layerGroup().addTo(map);
    this.status = panel.querySelector("[data-map-status]");
    this.search = panel.querySelector("[data-map-search]");
    this.asking = new AbortController();
    this.back = (point) => this.focusNear(point);
  }

  begin() {
    // "Back" loads the page anew: a stored copy would bring a picture of a map.
    htmx.config.historyCacheSize = 0;
    htmx.config.refreshOnHistoryMiss = true;
    this.read();
    this.map.on("moveend", () => this.moved());
    // What the page does with the map by itself is not the reader's wish.
    for (const hand of ["pointerdown", "wheel", "keydown"])
      this.box.addEventListener(hand, () => (this.steered = true), { capture: true, passive: true });
    this.search.addEventListener("click", () => this.searchHere());
    this.stepWithTheList();
    this.switch();
    this.draw();
  }

  stepWithTheList() {
    let asked = "";
    document.addEventListener("htmx:configRequest", ({ detail }) => {
      asked = document.activeElement?.id;
      // What is not asked has no place in the address.
      for (const [name, value] of [...detail.formData.entries()]) if (!value) detail.formData.delete(name);
    });
    document.addEventListener("htmx:afterSettle", ({ target }) => {
      if (target.id !== "found") return;
      this.listChanged();
      // The filters came anew, or the chip is gone: who stood there must not fall out of the page.
      if (document.activeElement !== document.body) return;
      // On a phone that shows the map there is no list to stand in.
      const places = [document.getElementById(asked), document.getElementById("found"), this.box];
      places.find((place) => place?.checkVisibility()).focus({ preventScroll: true });
    });
  }

  moved() {
    this.draw();
    if (!this.steered) return;
    this.remember();
    this.offer();
  }

  // What the map shows is an address to keep and to send on; the list stays until somebody asks for it anew.
  remember() {
    const address = new URL(location.href);
    address.hash = this.panel.dataset.showing === "map" ? "map" : "";
    if (this.steered) {
      address.searchParams.delete("page");
      address.searchParams.set("bbox", this.bbox());
      const all = this.panel.querySelector("[data-all]");
      if (all) all.href = `${this.words.list}?${this.question()}`;
    }
    history.replaceState(history.state, "", address);
  }

  // The filters of the list and the box of the map.
  question() {
    const question = new URLSearchParams(this.query);
    question.set("bbox", this.bbox());
    return question;
  }

  results() {
    return this.panel.querySelector("[data-results]");
  }

  read() {
    const { query, box, point } = this.results().dataset;
    this.query = query;
    this.boxed = Boolean(box);
    this.point = point;
  }

  listChanged() {
    const before = this.point;
    this.read();
    this.search.hidden = true;
    this.panel.querySelector("[data-list-status]").textContent = this.results().querySelector("h2").textContent;
    if (this.point && this.point !== before && !this.boxed) {
      this.box.dataset.point = this.point;
      this.steered = false;
      this.look();
    }
    this.remember();
    this.draw();
  }

  bbox() {
    const bounds = this.map.getBounds();
    const borders = [[bounds.getWest(), EAST], [bounds.getSouth(), NORTH], [bounds.getEast(), EAST], [bounds.getNorth(), NORTH]];
    return borders.map(([value, limit]) => clamp(value, limit)).join(",");
  }

  async draw() {
    this.asking.abort();
    this.asking = new AbortController();
    const question = this.question();
    question.set("zoom", this.map.getZoom());
    question.set("lang", this.words.lang);
    try {
      const answer = await fetch(`${this.words.api}?${question}`, { signal: this.asking.signal });
      if (!answer.ok) throw new Error(`the map answered ${answer.status}`);
      this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.status.textContent = this.words.wordFailed;
    }
  }

  show({ features, summary }) {
    const focused = this.focused();
    this.layer.clearLayers();
    const made = features.map((feature) => marker(feature, (...chosen) => this.open(...chosen), this.words.lang));
    for (const each of made) this.layer.addLayer(each);
    this.status.textContent = summary;
    if (focused) this.focusNear(focused);
  }

  // The markers are drawn anew; who stood on one must not be thrown out of the map.
  focused() {
    const element = document.activeElement;
    if (!element?.classList.contains("map-marker")) return null;
    return this.layer.getLayers().find((each) => each.getElement() === element)?.getLatLng();
  }

  focusNear(point) {
    const distance = (each) => this.map.distance(each.getLatLng(), point);
    const nearest = this.layer.getLayers().reduce((best, each) => (!best || distance(each) < distance(best) ? each : best), null);
    (nearest?.getElement() ?? this.box).focus({ preventScroll: true });
  }

  open(feature, at) {
    const { count, one_place: together } = feature.properties;
    if (count === 1) {
      openOne(this.map, at, feature, this.words, this.back);
    } else if (together || this.map.getZoom() >= this.map.getMaxZoom()) {
      openSeveral(this.map, at, feature, this.words, this.query, this.back);
    } else {
      this.map.setView(at.getLatLng(), Math.min(this.map.getZoom() + 2, this.map.getMaxZoom()));
    }
  }

  // In a frame there is no list to search anew.
  offer() {
    this.search.hidden = !document.getElementById("found");
  }

  async searchHere() {
    await htmx.ajax("GET", `${this.words.list}?${this.question()}`, { source: this.search, target: "#found" });
    this.results().querySelector("h2").scrollIntoView({ block: "nearest" });
  }

  // On a phone either the list or the map, which the address says too.
  switch() {
    const buttons = [...this.panel.querySelectorAll("[data-show]")];
    const show = (wanted) => {
      this.panel.dataset.showing = wanted;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.show === wanted));
      this.map.invalidateSize();
      if (wanted === "map" && !this.seen) this.look();
      this.seen ||= wanted === "map";
    };
    for (const button of buttons)
      button.addEventListener("click", () => {
        show(button.dataset.show);
        this.remember();
      });
    if (buttons.length && location.hash === "#map") show("map");
  }
}
