// The background of a map: tiles, and where they do not come the names of our own towns, so that it still orients.

// Leaflet empties a tile with a data: image, which our content policy refuses; an image without src does as well.
const Tiles = L.TileLayer.extend({
  _abortLoading() {
    for (const [key, { coords, el }] of Object.entries(this._tiles)) {
      if (coords.z === this._tileZoom) continue;
      el.onload = el.onerror = L.Util.falseFn;
      if (el.complete) continue;
      el.removeAttribute("src");
      el.remove();
      delete this._tiles[key];
      this.fire("tileabort", { tile: el, coords });
    }
  },
  _removeTile(key) {
    const tile = this._tiles[key];
    if (!tile) return;
    tile.el.onload = tile.el.onerror = L.Util.falseFn;
    tile.el.removeAttribute("src");
    L.GridLayer.prototype._removeTile.call(this, key);
  },
});

const PATIENCE = 6000; // ms until the names appear when no tile has answered
const FROM_AFAR = 11;

export const background = (map, { dataset }) => {
  const towns = new Towns(map, dataset);
  if (!dataset.tiles) {
    towns.show();
    return;
  }
  // Only the site is told to the tile server, never the page; without any name some servers refuse.
  const tiles = new Tiles(dataset.tiles, { attribution: dataset.attribution, maxZoom: 19, referrerPolicy: "origin" });
  let seen = false;
  tiles.on("tileload", () => {
    seen = true;
    towns.hide();
  });
  const missing = () => seen || towns.show();
  tiles.on("tileerror", missing);
  setTimeout(missing, PATIENCE);
  tiles.addTo(map);
};

class Towns {
  constructor(map, dataset) {
    Object.assign(this, { map, dataset, labels: L.layerGroup(), wanted: false });
    map.createPane("towns").classList.add("map-towns");
    this.draw = this.draw.bind(this);
  }

  async show() {
    if (this.wanted) return;
    this.wanted = true;
    const answer = await fetch(`${this.dataset.towns}?lang=${this.dataset.lang}`).catch(() => null);
    if (!answer?.ok || !this.wanted) return;
    this.towns = (await answer.json()).results;
    // The towns with most postcodes are the largest: their names come first when there is no room for all.
    this.towns.sort((one, other) => other.postcodes.length - one.postcodes.length);
    this.map.on("zoomend", this.draw);
    this.labels.addTo(this.map);
    this.draw();
    // One street says nothing without its town.
    if (this.dataset.map === "place") this.map.setZoom(FROM_AFAR);
    this.note(this.dataset.wordNoTiles);
  }

  hide() {
    if (!this.wanted) return;
    this.wanted = false;
    this.map.off("zoomend", this.draw);
    this.labels.remove();
    this.note("");
  }

  note(text) {
    const box = this.map.getContainer();
    let note = box.querySelector(".map-note");
    if (!note) {
      note = document.createElement("p");
      note.className = "map-note";
      note.setAttribute("role", "status");
      box.append(note);
    }
    note.textContent = text;
    note.hidden = !text;
  }

  draw() {
    this.labels.clearLayers();
    const taken = [];
    for (const town of this.towns) {
      const at = this.map.project([town.latitude, town.longitude]);
      const half = 4 * town.name.text.length + 8;
      const box = { west: at.x - half, east: at.x + half, north: at.y - 12, south: at.y + 12 };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      this.labels.addLayer(label(town));
    }
  }
}

const overlap = (a, b) => a.west < b.east && b.west < a.east && a.north < b.south && b.north < a.south;

const label = (town) => {
  const name = document.createElement("span");
  name.textContent = town.name.text;
  name.lang = town.name.content_language;
  name.dir = "auto";
  const icon = L.divIcon({ html: name, className: "map-town", iconSize: null });
  return L.marker([town.latitude, town.longitude], { icon, interactive: false, keyboard: false, pane: "towns" });
};
