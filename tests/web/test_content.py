"""Templates and rulebook are found in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener import content


def test_a_checkout_has_them_at_its_top() -> None:
    assert (content.templates_folder() / "base.html").is_file()
    assert content.shipped_rulebook().name == "rules.yaml"


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(content, "_PLACES", (tmp_path, Path("/nowhere")))
    assert content.templates_folder() == tmp_path / "templates"
    with pytest.raises(FileNotFoundError, match=r"rules\.yaml is not where"):
        content.shipped_rulebook()
