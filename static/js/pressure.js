// Solves the riddle of a busy minute and sends the form: a number whose SHA-256 begins with enough zero bits.
// Without this script (or without crypto.subtle) the page tells how long to wait, and its button works then.
const form = document.querySelector("form[data-pressure]");
const progress = document.querySelector("[data-pressure-progress]");
const BATCH = 512;

const zeroBits = (bytes) => {
  let bits = 0;
  for (const byte of bytes) {
    if (byte === 0) { bits += 8; continue; }
    return bits + Math.clz32(byte) - 24;
  }
  return bits;
};

const tries = (token, from) =>
  Promise.all(Array.from({ length: BATCH }, async (_, i) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${token}:${from + i}`));
    return zeroBits(new Uint8Array(digest));
  }));

const solve = async (token, bits) => {
  // Half of all riddles are solved by then; the bar slows down towards its end.
  const usual = 2 ** bits;
  for (let from = 0; ; from += BATCH) {
    const found = (await tries(token, from)).findIndex((zeros) => zeros >= bits);
    if (found >= 0) return from + found;
    progress.querySelector("progress").value = 1 - Math.exp(-from / usual);
    // The reader's own taps come first.
    await new Promise((resume) => setTimeout(resume));
  }
};

if (form && progress && globalThis.crypto?.subtle) {
  progress.hidden = false;
  const solution = await solve(form.elements.challenge.value, Number(form.dataset.pressure));
  form.elements.solution.value = String(solution);
  form.requestSubmit();
}
