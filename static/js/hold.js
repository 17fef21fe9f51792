// A held time: the clock ticks, the last minute is announced, and more time comes without leaving the form.
// Without this script the page says until when, and the button sends the form (what was typed is kept).
const clock = document.querySelector("[data-countdown]");
const form = document.querySelector("form[data-hold]");
const warning = document.querySelector("[data-countdown-warning]");

const tick = () => {
  const left = Math.max(0, Math.ceil((Date.parse(clock.dataset.expiresAt) - Date.now()) / 1000));
  const state = left === 0 ? "expired" : left <= Number(clock.dataset.warnSeconds) ? "warning" : "running";
  const minutes = String(Math.floor(left / 60));
  clock.querySelector("[data-countdown-clock]").textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
  if (clock.dataset.state === state) return;
  clock.dataset.state = state;
  // An alert is spoken when it appears: hidden until the last minute, and again after more time was given.
  warning.hidden = state !== "warning";
};

// The server's word counts: ask it for the whole page again, and take over only what tells the time.
const extend = async (button) => {
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-countdown]");
    if (!answer.ok || !fresh) throw new Error(`no more time: ${answer.status}`);
    clock.dataset.expiresAt = fresh.dataset.expiresAt;
    const allowance = page.querySelector("[data-extend]")?.parentElement;
    if (allowance) button.nextElementSibling.replaceWith(allowance.querySelector("[data-extend]").nextElementSibling);
    else button.parentElement.remove();
    const said = page.querySelector("#messages");
    if (said) document.querySelector("#messages").replaceChildren(...said.children);
    tick();
  } catch {
    // The plain form shows what happened; what was typed goes along.
    form.action = button.formAction;
    form.noValidate = true;
    form.submit();
  } finally {
    button.removeAttribute("aria-busy");
  }
};

if (clock && form) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("data-extend")) return;
    event.preventDefault();
    extend(event.submitter);
  });
}
