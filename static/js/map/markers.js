// Points and clusters as buttons that a keyboard reaches and a screen reader names.

const button = (content, className, size) => L.divIcon({ html: content, className: `map-marker ${className}`, iconSize: [size, size] });

const span = (text) => {
  const part = document.createElement("span");
  part.className = "map-marker__face";
  part.textContent = text;
  return part;
};

const sizeOf = (count) => (count < 10 ? 40 : count < 100 ? 46 : 54);

// One spot that only shows where something is.
export const place = (map, point, name) => {
  const icon = button(span(""), "map-marker--point", 36);
  const marker = L.marker(point, { icon, interactive: false, keyboard: false }).addTo(map);
  marker.getElement().setAttribute("role", "img");
  marker.getElement().setAttribute("aria-label", name);
};

// A feature of the API; `open(feature, marker)` is called on click, Enter and Space.
export const marker = (feature, open, language) => {
  const { count, label, kind, content_language: written } = feature.properties;
  const [longitude, latitude] = feature.geometry.coordinates;
  const single = count === 1;
  const icon = single
    ? button(span(""), `map-marker--point map-marker--${kind}`, 36)
    : button(span(new Intl.NumberFormat(language).format(count)), "map-marker--cluster", sizeOf(count));
  const made = L.marker([latitude, longitude], { icon, riseOnHover: true });
  made.on("add", () => {
    const element = made.getElement();
    element.setAttribute("aria-label", label);
    element.title = label;
    if (single && written !== language) element.lang = written;
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(feature, made);
    });
  });
  made.on("click", () => open(feature, made));
  return made;
};
