"""Symbols of the sprite, drawn by a tag."""

from django.template import Context, Template


def drawn(text: str, **context: str) -> str:
    return Template(text).render(Context(context))


def test_an_icon_is_decorative_unless_it_says_something() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "pin" %}')
    said = drawn('{% icon "pin" label=label %}', label="<here>")
    assert 'role="img" aria-label="&lt;here&gt;"' in said
    assert "aria-hidden" not in said


def test_its_classes_follow_its_name() -> None:
    assert 'class="icon icon-pin"' in drawn('{% icon "pin" %}')
    assert 'class="icon icon-pin icon--small"' in drawn('{% icon "pin" "icon--small" %}')


def test_it_leads_to_a_symbol_of_the_sprite() -> None:
    assert 'icons.svg#arrow-left"' in drawn("{% icon name %}", name="arrow-left")
