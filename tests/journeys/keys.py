"""A page by its keyboard alone, which must show where it stands at every step."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

# More presses than the longest page has stops.
LIMIT = 220
# A date field keeps the focus for its day, month, year and calendar.
STAYS = 5

# Where the focus is: on what is wanted? on nothing? how long on the same? and can it be seen?
# Seen is an outline on the element, on its only content, or on the box around it, of which
# something is in the window and not behind anything else.
_STANDING = """(wanted, again) => {
  const focus = document.activeElement;
  if (!again) window.stays = window.stood === focus ? window.stays + 1 : 1;
  window.stood = focus;
  const lost = !focus || focus === document.body;
  const drawn = box => {
    const style = box && getComputedStyle(box);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
      && !/^rgba\\(.*, 0\\)$|^transparent$/.test(style.outlineColor);
  };
  const around = [];
  for (let box = focus; box && box !== document.body && around.length < 6; box = box.parentElement)
    around.push(box);
  const shown = [focus.firstElementChild, ...around].find(drawn);
  const inSight = box => {
    const { left, top, right, bottom } = box.getBoundingClientRect();
    const [x1, x2] = [Math.max(left, 0), Math.min(right, innerWidth)];
    const [y1, y2] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    if (x2 - x1 < 1 || y2 - y1 < 1) return false;
    return [0.1, 0.3, 0.5, 0.7, 0.9].some(part => {
      const hit = document.elementFromPoint(x1 + (x2 - x1) * part, y1 + (y2 - y1) * 0.5);
      return hit && (box.contains(hit) || hit.contains(focus));
    });
  };
  // The parts of a date field have their own ring, inside the field.
  const within = focus.matches("input[type=date]") && window.stays > 1;
  return {
    there: wanted === focus,
    lost,
    stays: window.stays,
    seen: lost || focus.id === "main" || within || (!!shown && inSight(shown)),
    shown: shown && shown.outerHTML.slice(0, 80),
    what: focus.outerHTML.slice(0, 160),
  };
}"""


class Keys:
    """Tab, Enter, Space, arrows and letters on `page`; nothing is touched, clicked or focused."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def skip_to_the_text(self) -> None:
        """The first stop of every page leads past its header."""
        self.press(self.page.locator(".skip-link"))
        expect(self.page.locator("#main")).to_be_focused()

    def go_to(self, target: Locator, *, back: bool = False) -> None:
        """Walk until `target` has the focus, which is to be seen at every stop on the way."""
        started = False
        for _press in range(LIMIT):
            standing = self._standing(target)
            assert not (started and standing["lost"]), f"{self.page.url}: not on the way: {target}"
            if standing["there"]:
                return
            started = not standing["lost"]
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{self.page.url}: the keyboard does not get to {target}")

    def walk_through(self) -> int:
        """From the first stop of the page to the last, and out of it; how many there are."""
        for stops in range(LIMIT):
            self.page.keyboard.press("Tab")
            if self._standing(self.page.locator("body"))["lost"]:
                return stops
        raise AssertionError(f"{self.page.url}: no way out by keyboard")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.go_to(target)
        self.page.keyboard.press(key)

    def follow(self, target: Locator) -> None:
        """Press what leads to another page, and be there, its scripts too."""
        self.go_to(target)
        self.send()

    def send(self) -> None:
        """Enter, where the focus is: it sends a form, or follows a link."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.go_to(target)
        self.page.keyboard.type(text)

    def choose(self, group: Locator, value: str) -> None:
        """Tab into the radios, which leads to the chosen one, then the arrows."""
        chosen = group.and_(self.page.locator(":checked"))
        self.go_to(chosen if chosen.count() else group.first)
        self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if group.and_(self.page.locator(f"[value='{value}']")).is_checked():
                self.still_here()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no {value} among {group}")

    def pick(self, select: Locator, value: str) -> None:
        """One press of the arrow at a time, as far as it takes."""
        self.go_to(select)
        for _press in range(select.locator("option").count()):
            if select.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no {value} in {select}")

    def still_here(self) -> None:
        """After a part of the page was exchanged, the focus is on something, and to be seen."""
        assert not self._standing(self.page.locator("body"))["lost"], self.page.url

    def _standing(self, target: Locator) -> dict[str, Any]:
        standing: dict[str, Any] = target.evaluate(_STANDING, False)
        for _look in range(100):
            if standing["seen"]:
                break
            # What takes its time to appear on a busy machine is late, not absent.
            self.page.wait_for_timeout(50)
            standing = target.evaluate(_STANDING, True)
        assert standing["seen"], f"{self.page.url}: the focus is not to be seen on {standing}"
        assert standing["stays"] <= STAYS, f"{self.page.url}: held fast by {standing}"
        return standing
