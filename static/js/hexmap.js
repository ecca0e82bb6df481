// The hexagon map by keyboard: one stop for Tab, arrows between tiles, Home and End; Enter follows
// the link as ever. Without this script the tiles are for the pointer and the table for everyone.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function place(tile) {
  return tile.dataset.place.split(" ").map(Number);
}

// The nearest tile that way, also across a fjord; straight ahead counts more than aside.
function beside(tile, tiles, [dx, dy]) {
  const [x, y] = place(tile);
  let best = null;
  let least = Infinity;
  for (const other of tiles) {
    const [ox, oy] = place(other);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    const cost = ahead + 2 * aside;
    if (ahead > 1 && aside <= ahead + 1 && cost < least) [best, least] = [other, cost];
  }
  return best;
}

class HexMap {
  constructor(root) {
    this.root = root;
    this.map = root.querySelector("[data-hexmap]");
    this.tiles = [...this.map.querySelectorAll("[data-place]")];
    this.readout = root.querySelector("[data-hexmap-readout]");
    this.cursor = this.map.querySelector(".hexmap__cursor");
    if (!this.tiles.length) return;
    this.stop = this.tiles[0];
    this.stop.setAttribute("tabindex", "0");
    const keys = root.querySelector("[data-hexmap-keys]");
    if (keys) keys.hidden = false;
    this.listen();
  }

  listen() {
    // Not on the svg itself: Chromium makes one that listens for focus a tab stop of its own.
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("focusin", (event) => this.arrive(event.target.closest("[data-place]")));
    this.root.addEventListener("pointerover", (event) => this.say(event.target.closest("[data-place]")));
    for (const link of this.root.querySelectorAll("[data-hexmap-county]")) {
      for (const name of ["pointerenter", "focus"]) {
        link.addEventListener(name, () => this.light(link.dataset.hexmapCounty));
      }
      for (const name of ["pointerleave", "blur"]) link.addEventListener(name, () => this.light(null));
    }
  }

  onKey(event) {
    const tile = event.target.closest("[data-place]");
    if (!tile || event.altKey || event.ctrlKey || event.metaKey) return;
    const ends = { Home: this.tiles[0], End: this.tiles.at(-1) };
    const next = ARROWS[event.key] ? beside(tile, this.tiles, ARROWS[event.key]) : ends[event.key];
    if (!ARROWS[event.key] && !ends[event.key]) return;
    event.preventDefault();
    next?.focus();
  }

  arrive(tile) {
    if (!tile) return;
    this.stop.setAttribute("tabindex", "-1");
    tile.setAttribute("tabindex", "0");
    this.stop = tile;
    this.surround(tile);
    this.say(tile);
  }

  // Hexagons are all alike, and the ring is moved; on the geographic map it takes their outline.
  surround(tile) {
    if (!("outlined" in this.map.dataset)) {
      this.cursor.setAttribute("transform", `translate(${tile.dataset.place})`);
      return;
    }
    const outline = tile.querySelector(".hexmap__hex").getAttribute("d");
    for (const ring of this.cursor.children) ring.setAttribute("d", outline);
  }

  say(tile) {
    if (tile && this.readout) this.readout.textContent = tile.querySelector("title").textContent;
  }

  light(county) {
    this.map.classList.toggle("hexmap--lit", county !== null);
    for (const tile of this.tiles) {
      tile.classList.toggle("hexmap__tile--lit", tile.dataset.county === county);
    }
  }
}

function upgrade(root) {
  for (const map of root.querySelectorAll(".hexmap:has([data-hexmap]):not([data-ready])")) {
    map.dataset.ready = "";
    new HexMap(map);
  }
}

upgrade(document);
document.addEventListener("htmx:load", (event) => upgrade(event.detail.elt));
