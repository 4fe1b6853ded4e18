"""Who may change data: officers who signed in; where no sign-in is set up, whoever sits at the machine of the server."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from base.errors import AtlasError
from base.texts import marked
from data_access.rights import RawFigures

# What a proxy adds: then the address of the visitor is not the one that this server sees.
FORWARDED = (
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-server", "x-real-ip", "x-client-ip",
    "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "fastly-client-ip", "forwarded", "via",
)  # fmt: skip
_AT_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class NotAllowedError(AtlasError):
    """The visitor may not change data."""

    source = marked("Nothing was changed: {why}")


class NotSignedInError(NotAllowedError):
    """A sign-in is set up and was not used."""

    source = marked("Sign in to import reports: what is imported carries the name of who did it.")


class NoRoleError(NotAllowedError):
    """Signed in, but not as one of the officers."""

    source = marked(
        "You are signed in as {name}, who may read but not import. The administrator adds officers to [roles] in secrets.toml."
    )


class ElsewhereError(NotAllowedError):
    """No sign-in is set up, and the visitor sits at another machine."""

    source = marked(
        "Reports are imported at the machine on which Child Atlas runs, because no sign-in is set up. "
        "From elsewhere, a sign-in is needed: the administrator sets it up in secrets.toml."
    )


@dataclass(frozen=True)
class Person:
    """Who is at the page. name: what stands in the history. refusal: why no data can be changed, None for an officer."""

    name: str
    refusal: NotAllowedError | None

    @property
    def officer(self) -> bool:
        """Whether this person may change data, and see files before they are applied."""
        return self.refusal is None

    @property
    def can_sign_in(self) -> bool:
        """Whether signing in may help."""
        return isinstance(self.refusal, NotSignedInError)


def person() -> Person:
    """The visitor, as the server knows them: nothing that the page sends decides."""
    signed = _signed()
    if "is_logged_in" not in signed:
        return _at_this_machine()
    if not signed["is_logged_in"]:
        return Person("", NotSignedInError())
    mail = str(signed.get("email") or "")
    name = mail or str(signed.get("name") or signed.get("sub") or "")
    # A provider that lets people type any address says so; an address that nobody checked is no identity.
    if mail and signed.get("email_verified") is not False and mail.casefold() in _officers():
        return Person(mail, None)
    return Person(name, NoRoleError(name=name))


def require_officer() -> Person:
    """The visitor, who may change data. Raises NotAllowedError for anybody else; every action asks this first."""
    visitor = person()
    if visitor.refusal is not None:
        raise visitor.refusal
    return visitor


def raw_figures() -> RawFigures:
    """The visitor's right to figures as they were reported. Raises NotAllowedError for anybody but an officer."""
    require_officer()
    return RawFigures()


def _signed() -> dict[str, Any]:
    """What the sign-in says of the visitor; without 'is_logged_in' if none is set up."""
    return st.user.to_dict()


def _officers() -> frozenset[str]:
    """The addresses of [roles] officers in secrets.toml."""
    try:
        roles = st.secrets.get("roles", {})
    except StreamlitSecretNotFoundError:
        return frozenset()
    return frozenset(str(each).casefold() for each in roles.get("officers", ()))


def _at_this_machine() -> Person:
    ip, headers = _visit()
    if not is_local(ip, headers):
        return Person("", ElsewhereError())
    return Person(_account(), None)


def is_here() -> bool:
    """Whether the visitor sits at the machine of the server."""
    return is_local(*_visit())


def is_local(ip: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visit comes from the server's own machine, by no detour.

    ip: of the connection, None as Streamlit gives loopback. headers: of its first request, names in lower case. The host
    that was asked for, and the page that asks, must be this machine's too: a page of another site that has its own name point here does not get in.
    """
    if any(name in headers for name in FORWARDED):
        return False
    if ip is not None and not _is_loopback(ip):
        return False
    origin = headers.get("origin")
    if origin is not None and _host(urlsplit(origin).netloc) not in _AT_THIS_MACHINE:
        return False
    return _host(headers.get("host", "")) in _AT_THIS_MACHINE


def _is_loopback(ip: str) -> bool:
    """Whether an address is the machine's own; what is no address at all (a socket of the file system, a name) is not."""
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return False


def _host(text: str) -> str:
    """The name in a Host header, without its port: 'localhost:8501' and '[::1]:8501' give 'localhost' and '::1'."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.count(":") == 1 else text


def _visit() -> tuple[str | None, dict[str, str]]:
    """Where this visit comes from: the address of its connection, and the headers of its first request."""
    ip = st.context.ip_address
    return None if ip is None else str(ip), {
        name.lower(): value for name, value in st.context.headers.to_dict().items()
    }


def _account() -> str:
    """The account of this machine under which the server runs; the history needs a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
