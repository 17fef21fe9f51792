// The list follows the typing: htmx asks once the fingers rest, this module says when there is something to ask and
// keeps its hands off the search box. Whoever types keeps letters, caret, focus and the keyboard of a phone.
const FEWEST = 2; // one letter begins half the words there are
const box = () => document.getElementById("filter_q");
const found = document.getElementById("found");

const wordsOf = (question) => (question.get("q") ?? "").trim();
const lettersOf = (text) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

let asked = wordsOf(new URLSearchParams(location.search)); // the words of the last question
let ahead = false; // letters came since the last question

document.addEventListener("input", ({ target }) => {
  ahead ||= target === box();
});

document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent } = event.detail;
  const input = box();
  const words = input.value.trim();
  const nothingNew = words === asked || (words && lettersOf(words) < FEWEST);
  // Who leaves the box changes nothing that the typing has not asked for already.
  const left = triggeringEvent?.type === "change" && triggeringEvent.target === input;
  if (left || (elt === input && nothingNew)) event.preventDefault();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.target !== found) return;
  const { formData, path, triggeringEvent } = detail;
  asked = wordsOf(formData.has("q") ? formData : new URLSearchParams(path.split("?")[1]));
  if (formData.has("q")) ahead = false;
  // Half a word that finds nothing is nothing to learn from.
  if (triggeringEvent?.type === "submit") detail.headers["X-Submitted"] = "true";
});

// "Back" must lead somewhere else: a question that was typed and then sent is one step.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history } }) => {
  if (history.path === location.pathname + location.search) history.type = "replace";
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target: form, fragment } = event.detail;
  if (form.id !== "filters" || (!ahead && document.activeElement !== box())) return;
  if (form.querySelector("#filter_q_error") || fragment.querySelector("#filter_q_error")) return;
  event.detail.shouldSwap = false;
  const [drawer, fresh] = [form, fragment].map((each) => each.querySelector(".filters"));
  fresh.open = drawer.open;
  drawer.replaceWith(fresh);
});
