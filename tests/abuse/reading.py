"""How a browser reads a page: what markup in it would be obeyed, and which addresses it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LINE = re.compile(r"[A-Z]+ (?:/[\w/<>:.]*|-) [1-5]\d\d")
"""A line of the log: nothing that was sent has a place in it."""

NEVER = {"xss", "iframe", "object", "embed", "base", "img", "style", "frame", "applet"}
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "srcset")


@dataclass(slots=True)
class Markup:
    """What stands in a page as markup.

    ``faults`` names what should not stand there; ``fields`` the fields that are seen, ``offered`` the
    values of those with choices, ``hidden`` those that are sent along; ``actions`` where forms go.
    """

    faults: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        found = self.markup
        if tag in NEVER or (tag == "script" and not given.get("src", "").startswith("/static/")):
            found.faults.append(f"<{tag}>")
        found.faults += [f"<{tag} {name}>" for name in given if name.startswith(("on", "xss", "style"))]
        found.addresses += [given[name] for name in ADDRESSES if name in given]
        if tag == "form":
            found.actions.append(given.get("action", ""))
        if tag in ("input", "textarea", "select") and "name" in given:
            if given.get("type") == "hidden":
                found.hidden.setdefault(given["name"], []).append(given.get("value", ""))
            else:
                found.fields.append(given["name"])
                if given.get("type") in ("radio", "checkbox"):
                    found.offered.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_comment(self, comment: str) -> None:
        self.markup.faults.append("a comment")


def markup_of(html: str) -> Markup:
    """The markup of a page; other schemes than a web page's own are faults."""
    reader = _Reader()
    reader.feed(html)
    found = reader.markup
    found.faults += [
        at for at in found.addresses if re.match(r"\s*(?:javascript|data|vbscript|//)", at, re.I)
    ]
    found.fields = list(dict.fromkeys(found.fields))
    return found
