"""The JSON Schema of a rulebook, for editors that complete and underline while the author types."""

from __future__ import annotations

from screener.rulebook.language.keys import PLACES

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# Places in which the author's own ids are keys too, and what these may hold.
OPEN_PLACES: dict[str, dict[str, object]] = {
    "binding": {"$ref": "#/$defs/selector"},
    "example": {"$ref": "#/$defs/answer"},
}


def schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) made from the table of keys.

    It knows keys and forms; whether ids exist and conditions make sense only the reader can say.
    """
    definitions: dict[str, object] = {
        place.replace(" ", "_"): _place(place) for place in PLACES if place not in ("top", "fact")
    }
    definitions["selector"] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
    }
    definitions["answer"] = {"type": ["string", "integer", "number", "array", "null"]}
    definitions["step"] = {"type": "integer"}
    definitions["fact"] = {"anyOf": [_place("fact"), {"$ref": "#/$defs/condition"}]}
    return {
        "$schema": DRAFT,
        "title": "Screener rulebook",
        **_place("top"),
        "$defs": definitions,
    }


def _place(place: str) -> dict[str, object]:
    rows = PLACES[place].values()
    named = [key for key in rows if key.name.islower()]
    others = [key.kind.schema() for key in rows if not key.name.islower()]
    rest: object = {"anyOf": others} if others else OPEN_PLACES.get(place, False)
    required = [key.name for key in named if key.required]
    return {
        "type": "object",
        "properties": {key.name: {**key.kind.schema(), "description": key.meaning} for key in named},
        "additionalProperties": rest,
        **({"required": required} if required else {}),
    }
