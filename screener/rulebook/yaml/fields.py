"""The usable entries of one block, taken out by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from screener.errors import Place
from screener.rulebook.yaml.nodes import Block, Items, Node, Scalar


@dataclass(frozen=True, slots=True)
class Fields:
    """One block that was tested against the table; what is missing reads as empty."""

    place: Place
    nodes: Mapping[str, Node]
    keys: Mapping[str, Place]

    def text(self, key: str) -> str:
        """A text or a word, else empty."""
        node = self.nodes.get(key)
        return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""

    def optional_text(self, key: str) -> str | None:
        """A text, else None."""
        return self.text(key) if key in self.nodes else None

    def whole(self, key: str) -> int:
        """A whole number, else 0."""
        node = self.nodes.get(key)
        return node.value if isinstance(node, Scalar) and isinstance(node.value, int) else 0

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.nodes

    def items(self, key: str) -> tuple[Node, ...]:
        """The entries of a list; a single value counts as a list of one."""
        return listed_nodes(self.nodes.get(key))

    def entries(self, key: str) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a block, in order."""
        node = self.nodes.get(key)
        return node.entries if isinstance(node, Block) else ()

    def texts(self, key: str) -> dict[str, str]:
        """A block of texts."""
        return {name.written: str(node.value) for name, node in self.entries(key) if isinstance(node, Scalar)}

    def place_of(self, key: str) -> Place:
        """Where the key stands, else where the block begins."""
        return self.keys.get(key, self.place)


def fields(node: Node | None) -> Fields | None:
    """The fields of a block, or None of anything else."""
    if not isinstance(node, Block):
        return None
    return Fields(
        node.place,
        {key.written: value for key, value in node.entries},
        {key.written: key.place for key, _ in node.entries},
    )


def listed_nodes(node: Node | None) -> tuple[Node, ...]:
    """The entries of a list; a single value counts as a list of one."""
    if isinstance(node, Items):
        return node.items
    return (node,) if isinstance(node, Scalar) else ()


def number(node: Node | None) -> Decimal | None:
    """The number that a node holds."""
    if (
        isinstance(node, Scalar)
        and isinstance(node.value, int | Decimal)
        and not isinstance(node.value, bool)
    ):
        return Decimal(node.value)
    return None
