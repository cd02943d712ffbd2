"""Who may ask each route for what; a route without a row here fails the tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

HTML, TEXT, JSON, PDF = "text/html", "text/plain", "application/json", "application/pdf"


class Needs(Enum):
    """What opens a route."""

    NOTHING = "nothing"
    VISIT = "a visit of this browser"
    LINK = "a come-back link"
    CODE = "the clinic's access code"


@dataclass(frozen=True, slots=True)
class Route:
    """``kind`` is the content type of its page; ``carries`` says that a form without its token comes back
    with what was typed."""

    rule: str
    methods: str
    needs: Needs
    kind: str = HTML
    carries: bool = False


ROUTES = [
    Route("/", "GET POST", Needs.NOTHING, carries=True),
    Route("/clinic", "GET", Needs.CODE),
    Route("/clinic/login", "GET POST", Needs.NOTHING),
    Route("/clinic/out", "POST", Needs.CODE),
    Route("/clinic/paper", "POST", Needs.CODE),
    Route("/clinic/v/<reference>", "GET", Needs.CODE),
    Route("/clinic/v/<reference>.pdf", "GET", Needs.CODE, PDF),
    Route("/f/again", "GET POST", Needs.NOTHING, carries=True),
    Route("/f/check", "GET", Needs.VISIT),
    Route("/f/done", "POST", Needs.NOTHING, carries=True),
    Route("/f/keep", "GET", Needs.VISIT),
    Route("/f/keep.pdf", "GET", Needs.VISIT, PDF),
    Route("/f/link", "GET", Needs.VISIT),
    Route("/f/names", "POST", Needs.VISIT, JSON),
    Route("/f/now", "GET POST", Needs.VISIT, carries=True),
    Route("/f/on", "GET", Needs.VISIT),
    Route("/f/person", "GET POST", Needs.VISIT, carries=True),
    Route("/f/s/<token>", "GET POST", Needs.VISIT, carries=True),
    Route("/f/send", "POST", Needs.VISIT, carries=True),
    Route("/f/text", "POST", Needs.NOTHING),
    Route("/favicon.ico", "GET", Needs.NOTHING),
    Route("/health", "GET", Needs.NOTHING, JSON),
    Route("/leave", "GET", Needs.NOTHING),
    Route("/r", "GET POST", Needs.LINK, carries=True),
    Route("/r/<link>", "GET", Needs.LINK),
    Route("/robots.txt", "GET", Needs.NOTHING, TEXT),
    Route("/static/<path:filename>", "GET", Needs.NOTHING, "text/css"),
]
POSTS = [route for route in ROUTES if "POST" in route.methods]
GETS = [route for route in ROUTES if "GET" in route.methods]
