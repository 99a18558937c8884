"""A form on a web page, filled in as a browser would: labels found, choices made, what is sent collected."""

from collections.abc import Iterator
from datetime import date

from bot.playground.looking import NotThere
from bot.playground.wecom.dom import DomElement

PREFIX = "f."  # how the bot's pages name their questions; people of stories say the question's own key
Given = str | bool | date | list[str] | tuple[str, ...] | None


class CardSheet:
    """One `<form>`. Fields go by name, by the question's key or by their label."""

    def __init__(self, page: DomElement, form: DomElement) -> None:
        self._page = page
        self.form = form
        self._controls = [one for one in form.all("input", "select", "textarea") if one.has("name")]

    def questions(self) -> list[DomElement]:
        """Return the fields that one may fill in."""
        return [one for one in self._controls if one.get("type") != "hidden"]

    def has(self, wanted: str) -> bool:
        ways = (self._is_name, self._is_label, self._begins_so)
        return any(fits(one, wanted) for fits in ways for one in self.questions())

    def named(self, wanted: str) -> list[DomElement]:
        """The controls of one question: several for radio buttons and check boxes."""
        for fits in (self._is_name, self._is_label, self._begins_so):
            found = [one for one in self.questions() if fits(one, wanted)]
            if found:
                return [one for one in found if one.get("name") == found[0].get("name")]
        known = [one.get("name").removeprefix(PREFIX) for one in self.questions()]
        raise NotThere(f"no field {wanted!r}; there are {list(dict.fromkeys(known))}")

    def fill(self, wanted: str, value: Given) -> bool:
        """Answers one question; whether the form asks to be drawn anew now."""
        controls = self.named(wanted)
        first = controls[0]
        if first.tag == "select":
            self._choose(list(first.all("option")), value, "selected")
        elif first.get("type") in ("radio", "checkbox"):
            self._choose(controls, value, "checked")
        elif first.tag == "textarea":
            first.inside = [_words(value)]
        else:
            first.attributes["value"] = _words(value)
        return any(one.has("data-refresh") for one in controls)

    def sent(self, button: DomElement | None = None) -> list[tuple[str, str]]:
        """Return what a browser sends, in the order of the page."""
        fields = [(one.get("name"), value) for one in self._controls for value in _values(one)]
        if button is not None and button.has("name"):
            fields.append((button.get("name"), button.get("value")))
        return fields

    def errors(self) -> dict[str, str]:
        """Return what is wrong, by question."""
        return dict(self._errors())

    def label_of(self, control: DomElement) -> str:
        """Return the words that stand beside it."""
        for_it = self._page.first(
            lambda one: one.tag == "label" and one.get("for") == control.get("id") != ""
        )
        label = for_it or control.above("label")
        return label.text.replace("\n", " ") if label else control.get("aria-label")

    def _errors(self) -> Iterator[tuple[str, str]]:
        for one in self._controls:
            around = one.above("fieldset")
            described = f"{one.get('aria-describedby')} {around.get('aria-describedby') if around else ''}"
            for id_ in described.split():
                said = self._page.by_id(id_)
                if id_.endswith("-wrong") and said is not None:
                    yield one.get("name").removeprefix(PREFIX), said.text

    def _is_name(self, control: DomElement, wanted: str) -> bool:
        return control.get("name") in (wanted, PREFIX + wanted)

    def _is_label(self, control: DomElement, wanted: str) -> bool:
        return self._asked(control) == wanted

    def _begins_so(self, control: DomElement, wanted: str) -> bool:
        """The label may go on: that it need not be answered."""
        return self._asked(control).startswith(wanted)

    def _asked(self, control: DomElement) -> str:
        around = control.above("fieldset")
        legend = next(around.all("legend"), None) if around else None
        return legend.text if legend else self.label_of(control)

    def _choose(self, options: list[DomElement], value: Given, mark: str) -> None:
        """Exactly these are chosen, by value or by label."""
        if isinstance(value, bool):
            value = [options[0].get("value")] if value else []
        given = value if isinstance(value, list | tuple) else [value]
        wanted = [_words(one) for one in given if one is not None]
        chosen = [self._option(options, one, mark) for one in wanted]
        for option in options:
            option.attributes.pop(mark, None)
        for option in chosen:
            option.attributes[mark] = ""

    def _option(self, options: list[DomElement], wanted: str, mark: str) -> DomElement:
        for option in options:
            label = option.text if mark == "selected" else self.label_of(option)
            if wanted in (option.get("value"), label):
                return option
        raise NotThere(f"no option {wanted!r}; there are {[one.get('value') for one in options]}")


def _values(control: DomElement) -> list[str]:
    kind = control.get("type")
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = [one for one in options if one.has("selected")] or options[:1]
        return [one.get("value") for one in chosen]
    if control.tag == "textarea":
        return [control.raw().removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")]
    if kind in ("checkbox", "radio"):
        return [control.get("value") or "on"] if control.has("checked") else []
    return [] if kind in ("submit", "button", "reset", "file", "image") else [control.get("value")]


def _words(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
