// A second tap on the way must not send a form twice. The server copes; the reader should not wonder.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[data-once]")) return;
  if (sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  sent.add(event.target);
  event.target.setAttribute("aria-busy", "true");
});

// Back from the next page, the browser may show this one as it was left: it can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-once]")) {
    sent.delete(form);
    form.removeAttribute("aria-busy");
  }
});
