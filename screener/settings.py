"""Settings: read once from the environment, refused in one line when wrong or missing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from screener.errors import SettingsError
from screener.model.rulebook import CLINIC_SETS, Contacts, Rulebook

PREFIX = "SCREENER_"
LOCAL_REGION = "us"
LOCAL_CLINIC = "your clinic"
REGION_ID = re.compile(r"[a-z][a-z0-9_-]{1,15}")
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK_NETWORKS: tuple[IPNetwork, ...] = tuple(map(ipaddress.ip_network, ("127.0.0.0/8", "::1")))
PHONE = re.compile(r"(\+|\(\+?)?[0-9][0-9 ().\-/]{1,30}( ?(ext\.?|x) ?[0-9]{1,6})?")
PATH = r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)"
"""One part of a path that pages may stand below: not empty, and beginning with no point."""
PUBLIC = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\])(:(?P<port>[0-9]{1,5}))?"
    rf"{PATH}*/?"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name without ``SCREENER_``, what it means, its default, whether a clinic must set it.

    A default is as one would write it; ``public`` says that any address but loopback needs a value.
    """

    name: str
    meaning: str
    default: str
    public: bool = False

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.name


SETTINGS = (
    Setting("DATA", "folder of the store, which only you can enter (mode 700)", "~/.local/share/screener"),
    Setting(
        "KEY_FILE", "file with the key that locks every answer, in another folder", "~/.config/screener/key"
    ),
    Setting(
        "RULES",
        "rulebook to serve, whatever is adopted",
        "the one adopted last, before the first the shipped one",
    ),
    Setting("REGION", "whose emergency contacts to show, one of the rulebook's", LOCAL_REGION, public=True),
    Setting("CLINIC_NAME", "name of the clinic on every page", LOCAL_CLINIC, public=True),
    Setting("CLINIC_PHONE", "telephone number of the clinic", "none", public=True),
    Setting(
        "CRISIS_LINE", "words for whom patients in a crisis call, with the number", "those of the region"
    ),
    Setting("CRISIS_NUMBER", "the number that is dialed there", "that of the region"),
    Setting(
        "POISON_LINE",
        "words for whom patients call who took too much, with the number",
        "those of the region",
    ),
    Setting("POISON_NUMBER", "the number that is dialed there", "that of the region"),
    Setting(
        "PUBLIC_ADDRESS",
        "address at which patients reach the pages, with the path below which they stand there",
        "what the browser asked for",
    ),
    Setting("HOST", "address to listen on", "127.0.0.1"),
    Setting("PORT", "port to listen on, 1 to 65535", "8000"),
    Setting(
        "UNLIMITED",
        "addresses and networks from which any number of forms may be begun",
        "127.0.0.0/8 ::1/128",
    ),
)
"""Every setting there is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    ``rules`` is None for the shipped rulebook; ``clinic_phone`` and ``public_address`` may be empty.
    ``lines`` are the clinic's own lines in place of its region's: by name, the words and the digits to
    dial. From ``unlimited`` networks any number of forms may be begun.
    """

    data: Path
    key_file: Path
    rules: Path | None
    region: str
    clinic_name: str
    clinic_phone: str
    host: str
    port: int
    public_address: str = ""
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unlimited: tuple[IPNetwork, ...] = LOOPBACK_NETWORKS

    @property
    def own_contacts(self) -> Contacts:
        """The clinic's own contacts, which stand in place of its region's."""
        words = {name: words for name, (words, _number) in self.lines.items()}
        return Contacts(self.region, words, {name: number for name, (_words, number) in self.lines.items()})

    @property
    def clinic(self) -> str:
        """The clinic in the words that texts use: its name, with the phone where there is one."""
        return f"{self.clinic_name}, {self.clinic_phone}" if self.clinic_phone else self.clinic_name


def read_settings(environ: Mapping[str, str], *, loopback: bool) -> Settings:
    """The settings in an environment; raises `SettingsError`, one line, for the first that is wrong.

    ``loopback`` says that nobody but this computer can reach the pages; then the clinic may be left out.
    A value of spaces counts as absent.
    """
    _refuse_unknown(environ)
    given = {
        setting.name: environ[setting.variable].strip()
        for setting in SETTINGS
        if environ.get(setting.variable, "").strip()
    }
    host = given.get("HOST", "127.0.0.1")
    _refuse_missing(given, loopback=loopback and is_loopback(host))
    for name, test in TESTS.items():
        if name in given:
            test(name, given[name])
    settings = Settings(
        data=_path("DATA", given, environ, "~/.local/share/screener"),
        key_file=_path("KEY_FILE", given, environ, "~/.config/screener/key"),
        rules=_path("RULES", given, environ) if "RULES" in given else None,
        region=given.get("REGION", LOCAL_REGION),
        clinic_name=given.get("CLINIC_NAME", LOCAL_CLINIC),
        clinic_phone=given.get("CLINIC_PHONE", ""),
        host=host,
        port=int(given.get("PORT", "8000")),
        public_address=given.get("PUBLIC_ADDRESS", "").rstrip("/"),
        lines={name: line for name in CLINIC_SETS if (line := _line(given, name)) is not None},
        unlimited=_networks(given["UNLIMITED"]) if "UNLIMITED" in given else LOOPBACK_NETWORKS,
    )
    _refuse_misplaced(settings)
    return settings


def lacks_contacts(rulebook: Rulebook, region: str) -> str:
    """Whom the rulebook cannot tell patients of this region to call, in words; empty when all are known."""
    if region not in rulebook.contacts:
        return f"it has no region {region}, but {', '.join(rulebook.contacts)}"
    missing = rulebook.contacts[region].left_to_clinic
    names = " and ".join(f"{PREFIX}{name.upper()}_LINE and {PREFIX}{name.upper()}_NUMBER" for name in missing)
    return f"region {region} leaves this to the clinic: set {names}" if missing else ""


def servable(rulebook: Rulebook, own: Contacts) -> Rulebook:
    """The same rulebook, once it and the clinic name whom to call in its region; raises `SettingsError`."""
    lacks = lacks_contacts(rulebook.with_own(own), own.region)
    if lacks:
        raise SettingsError(f"{PREFIX}REGION: the rulebook cannot be served: {lacks}.")
    return rulebook


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a program that is to know none of the settings."""
    return {name: value for name, value in environ.items() if not name.startswith(PREFIX)}


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach this address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_in(address: str, networks: Iterable[IPNetwork]) -> bool:
    """Whether this address belongs to one of the networks; what is no address belongs to none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    names = [setting.variable for setting in SETTINGS]
    for name in environ:
        if name.startswith(PREFIX) and name not in names:
            nearest = get_close_matches(name, names, n=1, cutoff=0.0)[0]
            raise SettingsError(f"{name} is not a setting; the nearest is {nearest}: rename or unset it.")


def _refuse_missing(given: Mapping[str, str], *, loopback: bool) -> None:
    for setting in SETTINGS:
        if setting.public and not loopback and setting.name not in given:
            raise SettingsError(
                f"{setting.variable} is missing: others can reach this address; set it: {setting.meaning}."
            )


def _line(given: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """The words and the digits of a line of the clinic's own; one of the two alone is refused."""
    parts = f"{name.upper()}_LINE", f"{name.upper()}_NUMBER"
    words, number = map(given.get, parts)
    if words is None and number is None:
        return None
    if words is None or number is None:
        missing, there = parts if words is None else reversed(parts)
        raise SettingsError(f"{PREFIX}{missing} is missing: {PREFIX}{there} is set; set both, or neither.")
    return words, re.sub(r"[^+0-9]", "", number)


def _refuse_misplaced(settings: Settings) -> None:
    if settings.key_file.is_relative_to(settings.data):
        raise SettingsError(
            f"SCREENER_KEY_FILE stands in the data folder {settings.data}; name a file in another folder."
        )
    if settings.rules is None:
        return
    try:
        there = settings.rules.is_file()
    except OSError as error:
        raise SettingsError(
            f"SCREENER_RULES: {settings.rules} cannot be looked at ({error.strerror}); name another file."
        ) from None
    if not there:
        raise SettingsError(f"SCREENER_RULES: there is no file {settings.rules}; name one, or unset it.")


def _test_region(name: str, value: str) -> None:
    if not REGION_ID.fullmatch(value):
        raise _wrong(name, "is not the id of a region", "write it as in the rulebook's contacts, such as us")


def _test_one_line(name: str, value: str) -> None:
    if len(value) > 80 or not value.isprintable():
        raise _wrong(name, "is not one line of at most 80 characters", "shorten it")


def _test_phone(name: str, value: str) -> None:
    if not PHONE.fullmatch(value) or sum(map(str.isdigit, value)) < 3:
        raise _wrong(name, "is not a telephone number", "write it as people dial it, such as 555 010 0199")


def _test_host(name: str, value: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9.:\-]+", value):
        raise _wrong(name, "is not an address", "write one such as 127.0.0.1")


def _test_public(name: str, value: str) -> None:
    parts = PUBLIC.fullmatch(value)
    if parts is None or not 1 <= int(parts["port"] or 1) <= 65535:
        raise _wrong(name, "is not an address of pages", "write one such as https://pain.example.org/visit")
    if parts["scheme"] == "http" and not is_loopback(parts["host"].strip("[]")):
        raise _wrong(name, "begins with http, so answers would travel unlocked", "begin it with https://")


def _test_port(name: str, value: str) -> None:
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise _wrong(name, "is not a port", "write a number from 1 to 65535")


def _test_networks(name: str, value: str) -> None:
    try:
        _networks(value)
    except ValueError:
        raise _wrong(
            name,
            "names something else than addresses and networks",
            "write them such as 192.0.2.7 198.51.100.0/24",
        ) from None


TESTS: dict[str, Callable[[str, str], None]] = {
    "REGION": _test_region,
    "CLINIC_NAME": _test_one_line,
    "CLINIC_PHONE": _test_phone,
    "CRISIS_LINE": _test_one_line,
    "CRISIS_NUMBER": _test_phone,
    "POISON_LINE": _test_one_line,
    "POISON_NUMBER": _test_phone,
    "PUBLIC_ADDRESS": _test_public,
    "HOST": _test_host,
    "PORT": _test_port,
    "UNLIMITED": _test_networks,
}


def _wrong(name: str, what: str, mend: str) -> SettingsError:
    return SettingsError(f"{PREFIX}{name} {what}; {mend}.")


def _networks(value: str) -> tuple[IPNetwork, ...]:
    """The networks in a line, parted by spaces or commas; raises ValueError."""
    return tuple(ipaddress.ip_network(one) for one in value.replace(",", " ").split())


def _path(name: str, given: Mapping[str, str], environ: Mapping[str, str], default: str = "") -> Path:
    """The path of a setting; the home folder is looked for only where the path begins there."""
    value = given.get(name, default)
    if value != "~" and not value.startswith("~/"):
        try:
            return Path(value).absolute()
        except OSError as error:
            why = f"starts from the folder that this was begun in, which is gone ({error.strerror})"
            raise _wrong(name, why, "set it to a whole path") from None
    try:
        home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        raise _wrong(
            name, f"is {value}, and this user has no home folder", "set it to a whole path"
        ) from None
    return home / value[2:]
