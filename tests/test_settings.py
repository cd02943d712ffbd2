"""Settings: defaults on loopback, everything named elsewhere, one line for whatever is wrong."""

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from screener.errors import SettingsError
from screener.model.rulebook import Contacts
from screener.settings import SETTINGS, Settings, is_loopback, read_settings

HOME = {"HOME": "/home/someone", "PATH": "/bin"}
CLINIC = {
    "SCREENER_REGION": "uk",
    "SCREENER_CLINIC_NAME": "Hill Street Pain Clinic",
    "SCREENER_CLINIC_PHONE": "020 7946 0000",
}

LINES = {
    "SCREENER_CRISIS_LINE": "Hill Street at night, 020 7946 0001",
    "SCREENER_CRISIS_NUMBER": "020 7946 0001",
    "SCREENER_POISON_LINE": "Poison line",
    "SCREENER_POISON_NUMBER": "+44 (12) 34",
}


def test_on_loopback_everything_has_a_default() -> None:
    assert read_settings(HOME, loopback=True) == Settings(
        data=Path("/home/someone/.local/share/screener"),
        key_file=Path("/home/someone/.config/screener/key"),
        rules=None,
        region="us",
        clinic_name="your clinic",
        clinic_phone="",
        host="127.0.0.1",
        port=8000,
    )


def test_every_setting_is_taken(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("end: true\n")
    given = {
        "SCREENER_DATA": "~/visits",
        "SCREENER_KEY_FILE": "/etc/screener/key",
        "SCREENER_RULES": str(rules),
        **CLINIC,
        **LINES,
        "SCREENER_PUBLIC_ADDRESS": "https://pain.example.org/visit/",
        "SCREENER_HOST": "0.0.0.0",
        "SCREENER_PORT": "8443",
        "SCREENER_UNLIMITED": "192.0.2.7, 2001:db8::/32",
    }
    assert set(given) == {setting.variable for setting in SETTINGS}
    assert read_settings(HOME | given, loopback=False) == Settings(
        data=Path("/home/someone/visits"),
        key_file=Path("/etc/screener/key"),
        rules=rules,
        region="uk",
        clinic_name="Hill Street Pain Clinic",
        clinic_phone="020 7946 0000",
        host="0.0.0.0",
        port=8443,
        public_address="https://pain.example.org/visit",
        lines={
            "crisis": ("Hill Street at night, 020 7946 0001", "02079460001"),
            "poison": ("Poison line", "+441234"),
        },
        unlimited=(ip_network("192.0.2.7/32"), ip_network("2001:db8::/32")),
    )


@pytest.mark.parametrize(
    "phone", ["(555) 010-4477", "+44 (0)20 7946 0000", "116 123", "(+49) 30 0100", "555 010 0199 ext. 12"]
)
def test_a_phone_is_taken_as_people_write_it(phone: str) -> None:
    given = CLINIC | {"SCREENER_CLINIC_PHONE": phone}
    assert read_settings(HOME | given, loopback=False).clinic_phone == phone


@pytest.mark.parametrize("value", ["hospital", "192.0.2.7/24", "192.0.2.0/33", "192.0.2.7;192.0.2.8"])
def test_what_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match=r"SCREENER_UNLIMITED .* write them such as 192\.0\.2\.7 "):
        read_settings(HOME | {"SCREENER_UNLIMITED": value}, loopback=True)


def test_the_defaults_in_the_table_are_the_defaults() -> None:
    defaults = {setting.variable: setting.default for setting in SETTINGS}
    for name in ("SCREENER_RULES", "SCREENER_CLINIC_PHONE", "SCREENER_PUBLIC_ADDRESS", *LINES):
        del defaults[name]
    assert read_settings(HOME | defaults, loopback=True) == read_settings(HOME, loopback=True)


NOBODY = """
import os, sys
from screener.errors import SettingsError
from screener.settings import read_settings
os.setuid(3141592)
try:
    print(read_settings(dict(pair.split("=", 1) for pair in sys.argv[1:]), loopback=True).data)
except SettingsError as error:
    print(error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user that has no name")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("SCREENER_DATA=/srv/visits", "SCREENER_KEY_FILE=/srv/keys/key"), "/srv/visits"),
        (("HOME=/srv/home",), "/srv/home/.local/share/screener"),
        (
            ("SCREENER_DATA=/srv/visits",),
            "SCREENER_KEY_FILE is ~/.config/screener/key, and this user has no home folder; "
            "set it to a whole path.",
        ),
        (
            (),
            "SCREENER_DATA is ~/.local/share/screener, and this user has no home folder; "
            "set it to a whole path.",
        ),
    ],
)
def test_a_user_without_name_and_home_needs_only_whole_paths(given: tuple[str, ...], told: str) -> None:
    ran = subprocess.run([sys.executable, "-c", NOBODY, *given], env={}, capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == (told, "")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("pain.example.org", "is not an address of pages"),
        ("ftp://pain.example.org", "is not an address of pages"),
        ("https://", "is not an address of pages"),
        ("https://pain.example.org//evil", "is not an address of pages"),
        ("https://pain.example.org/../x", "is not an address of pages"),
        ("https://pain.example.org/?a=b", "is not an address of pages"),
        ("https://user@pain.example.org", "is not an address of pages"),
        ("https://pain.example.org/ü", "is not an address of pages"),
        ("http://pain.example.org", "begins with http"),
    ],
)
def test_a_public_address_that_is_none_is_refused(value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=f"^SCREENER_PUBLIC_ADDRESS {words}.*; .*\\.$"):
        read_settings(HOME | {"SCREENER_PUBLIC_ADDRESS": value}, loopback=True)


@pytest.mark.parametrize(
    "value", ["https://a.example", "https://a.example:8443/b/c", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_public_address_is_taken_without_its_last_slash(value: str) -> None:
    for written in (value, f"{value}/"):
        assert (
            read_settings(HOME | {"SCREENER_PUBLIC_ADDRESS": written}, loopback=True).public_address == value
        )


def test_each_setting_says_what_it_means() -> None:
    assert all(setting.meaning and setting.default and setting.name.isupper() for setting in SETTINGS)


@pytest.mark.parametrize("missing", ["SCREENER_REGION", "SCREENER_CLINIC_NAME", "SCREENER_CLINIC_PHONE"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_off_loopback_the_clinic_must_be_told(missing: str, value: str | None) -> None:
    given = {name: word for name, word in CLINIC.items() if name != missing}
    if value is not None:
        given[missing] = value
    with pytest.raises(SettingsError, match=f"{missing} is missing: .*; set it: "):
        read_settings(HOME | given, loopback=False)
    read_settings(HOME | given, loopback=True)
    with pytest.raises(SettingsError, match=missing):
        read_settings(HOME | given | {"SCREENER_HOST": "192.0.2.1"}, loopback=True)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SCREENER_KEYFILE", "SCREENER_KEY_FILE"),
        ("SCREENER_CLINIC", "SCREENER_CLINIC_NAME"),
        ("SCREENER_RULE", "SCREENER_RULES"),
        ("SCREENER_DATABASE", "SCREENER_DATA"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(HOME | {name: "x"}, loopback=True)
    assert str(caught.value) == f"{name} is not a setting; the nearest is {nearest}: rename or unset it."


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REGION", "United Kingdom", "is not the id of a region"),
        ("REGION", "US", "is not the id of a region"),
        ("CLINIC_NAME", "x" * 81, "is not one line of at most 80 characters"),
        ("CLINIC_NAME", "one\ntwo", "is not one line of at most 80 characters"),
        ("CLINIC_PHONE", "call us", "is not a telephone number"),
        ("CLINIC_PHONE", "1", "is not a telephone number"),
        ("CRISIS_LINE", "one\ntwo", "is not one line of at most 80 characters"),
        ("POISON_NUMBER", "ask us", "is not a telephone number"),
        ("HOST", "http://here", "is not an address"),
        ("PORT", "0", "is not a port"),
        ("PORT", "65536", "is not a port"),
        ("PORT", "8000.0", "is not a port"),
        ("PORT", "٨٠٠٠", "is not a port"),
        ("RULES", "/nowhere/rules.yaml", "there is no file"),
        ("KEY_FILE", "~/.local/share/screener/key", "stands in the data folder"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        read_settings(HOME | CLINIC | {f"SCREENER_{name}": value}, loopback=False)
    line = str(caught.value)
    assert line.startswith(f"SCREENER_{name}")
    assert ";" in line
    assert "\n" not in line


@pytest.mark.parametrize(("lone", "missing"), [("LINE", "NUMBER"), ("NUMBER", "LINE")])
@pytest.mark.parametrize("name", ["CRISIS", "POISON"])
def test_words_without_a_number_and_a_number_without_words_are_refused(
    name: str, lone: str, missing: str
) -> None:
    with pytest.raises(
        SettingsError, match=f"^SCREENER_{name}_{missing} is missing: .*{lone} is set; set both"
    ):
        read_settings(HOME | {f"SCREENER_{name}_{lone}": LINES[f"SCREENER_{name}_{lone}"]}, loopback=True)


def test_a_line_of_the_clinics_own_stands_in_place_of_the_regions() -> None:
    own = read_settings(HOME | CLINIC | LINES, loopback=False).own_contacts
    region = Contacts("uk", {"crisis": "111", "ed": "A&E"}, {"crisis": "111", "emergency": "999"})
    assert region.under(own) == Contacts(
        "uk",
        {"crisis": "Hill Street at night, 020 7946 0001", "ed": "A&E", "poison": "Poison line"},
        {"crisis": "02079460001", "emergency": "999", "poison": "+441234"},
    )


@pytest.mark.parametrize(
    "phone", ["+1 (555) 010-0199", "020 7946 0000", "555-0199 ext. 12", "5550199 x7", "0800.111.222"]
)
def test_a_telephone_number_is_taken_as_people_write_it(phone: str) -> None:
    settings = read_settings(HOME | CLINIC | {"SCREENER_CLINIC_PHONE": phone}, loopback=False)
    assert settings.clinic == f"Hill Street Pain Clinic, {phone}"


def test_a_clinic_without_a_phone_is_its_name() -> None:
    assert read_settings(HOME, loopback=True).clinic == "your clinic"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.3.2.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_loopback_is_this_computer_only(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_a_folder_that_is_gone_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("os.getcwd", gone)
    with pytest.raises(
        SettingsError, match=r"^SCREENER_DATA starts from .* gone .*; set it to a whole path\.$"
    ):
        read_settings(HOME | {"SCREENER_DATA": "here"}, loopback=True)


def test_a_rulebook_that_cannot_be_looked_at_is_one_line() -> None:
    told = r"^SCREENER_RULES: /a+ cannot be looked at \(File name too long\); name another file\.$"
    with pytest.raises(SettingsError, match=told):
        read_settings(HOME | {"SCREENER_RULES": "/" + "a" * 300}, loopback=True)


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_public_address_has_a_port_that_is_one(port: str) -> None:
    with pytest.raises(SettingsError, match=r"^SCREENER_PUBLIC_ADDRESS is not an address of pages; "):
        read_settings(HOME | {"SCREENER_PUBLIC_ADDRESS": f"https://a.example:{port}"}, loopback=True)
