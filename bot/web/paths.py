"""Which pages there are: the only places a sign-in may lead to, and numbers and addresses read with care."""

from __future__ import annotations

import re
from urllib.parse import urlencode

HOME = "/mine"
LISTS = ("mine", "waiting", "department")
_NUMBER = re.compile(r"[1-9][0-9]{0,10}")
_KNOWN = re.compile(
    rf"/(?:{'|'.join(LISTS)}|new|away|r/{_NUMBER.pattern}(?:/[a-z_]{{1,40}})?)"
    r"(?:\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]{0,4000})?"
)
_ABOUT = re.compile(r":[^\s\x00-\x1f\x7f]{1,200}")


def known(path: str) -> str | None:
    """The path, if it is one of a page of ours; never an address elsewhere."""
    return path if _KNOWN.fullmatch(path) else None


def number(text: str) -> int | None:
    """A request's number as addresses write it; anything else is None."""
    return int(text) if _NUMBER.fullmatch(text) else None


def path_of(request: int, act: str = "", about: str = "") -> str:
    """The page of a request, or of an act on it; `about` goes along where it says more than the number."""
    path = f"/r/{request}/{act}" if act else f"/r/{request}"
    return f"{path}?{urlencode({'about': about})}" if act and about not in ("", str(request)) else path


def about(text: str, request: int) -> str:
    """Return what a button speaks of, if it speaks of this request; else just its number."""
    said, of_it, rest = text.partition(str(request))
    return text if not said and of_it and _ABOUT.fullmatch(rest) else str(request)
