"""Who may import: nobody from elsewhere without a sign-in, and never by what a browser or a proxy claims."""

from collections.abc import Mapping
from typing import Any

import pytest

from ui.frame import access
from ui.frame.access import is_local

LOCAL = {"host": "127.0.0.1:8501"}


@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501", "::1"])
@pytest.mark.parametrize("ip", [None, "127.0.0.1", "127.0.0.9", "::1"])
def test_the_machine_itself_is_let_in(ip: str | None, host: str):
    assert is_local(ip, {"host": host, "user-agent": "x"})


@pytest.mark.parametrize(
    "ip",
    [
        "10.0.0.7",
        "192.168.1.20",
        "172.17.0.1",
        "203.0.113.9",
        "fe80::1%eth0",
        "2001:db8::1",
        "",
        "testclient",
        "/run/x",
    ],
)
def test_another_machine_is_not(ip: str):
    assert not is_local(ip, LOCAL)


@pytest.mark.parametrize(
    "name",
    ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via", "cf-connecting-ip", "true-client-ip", "x-client-ip",
     "x-forwarded-proto"],
)  # fmt: skip
def test_who_comes_through_a_proxy_is_not_whatever_it_says(name: str):
    assert not is_local(None, {**LOCAL, name: "127.0.0.1"})
    assert not is_local("127.0.0.1", {**LOCAL, name: ""})


@pytest.mark.parametrize(
    "host", ["", "atlas.example", "atlas.example:8501", "127.0.0.1.example", "localhost.example:80", "10.0.0.7:8501"]
)
def test_a_name_that_only_points_here_is_not_this_machine(host: str):
    """Another site's page may have its own name resolve to 127.0.0.1; its name is in the Host header."""
    assert not is_local(None, {"host": host})
    assert not is_local(None, {})


SIGNED = {"is_logged_in": True, "email": "lan@so.vn"}


@pytest.mark.parametrize("visit", [(None, LOCAL), ("10.0.0.7", {"host": "atlas.example"})], ids=["here", "elsewhere"])
@pytest.mark.parametrize(
    ("signed", "name", "refusal"),
    [
        ({"is_logged_in": False}, "", access.NotSignedInError),
        (SIGNED, "lan@so.vn", None),
        ({**SIGNED, "email": "Lan@So.vn", "email_verified": True}, "Lan@So.vn", None),
        ({**SIGNED, "email_verified": False}, "lan@so.vn", access.NoRoleError),
        ({**SIGNED, "email": "hung@so.vn"}, "hung@so.vn", access.NoRoleError),
        ({"is_logged_in": True, "name": "lan@so.vn"}, "lan@so.vn", access.NoRoleError),
        ({"is_logged_in": True}, "", access.NoRoleError),
    ],
)
def test_with_a_sign_in_only_its_officers_import_wherever_they_sit(
    monkeypatch: pytest.MonkeyPatch,
    signed: Mapping[str, Any],
    name: str,
    refusal: type[access.NotAllowedError] | None,
    visit: tuple[str | None, dict[str, str]],
):
    """An address that the provider did not check, or a mere name, is no identity; nor is sitting at the machine."""
    monkeypatch.setattr(access, "_signed", lambda: dict(signed))
    monkeypatch.setattr(access, "_officers", lambda: frozenset({"lan@so.vn"}))
    monkeypatch.setattr(access, "_visit", lambda: visit)
    person = access.person()
    assert (person.name, person.officer) == (name, refusal is None)
    if refusal is None:
        assert access.require_officer() == person
    else:
        with pytest.raises(refusal):
            access.require_officer()


@pytest.mark.parametrize(("ip", "officer"), [(None, True), ("10.0.0.7", False)])
def test_without_a_sign_in_the_machine_decides(monkeypatch: pytest.MonkeyPatch, ip: str | None, officer: bool):
    monkeypatch.setattr(access, "_signed", dict)
    monkeypatch.setattr(access, "_visit", lambda: (ip, LOCAL))
    monkeypatch.setattr(access, "_account", lambda: "lan")
    person = access.person()
    assert (person.name, person.officer) == (("lan", True) if officer else ("", False))


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://localhost.example:8501", "file://"])
def test_a_page_of_elsewhere_is_not_this_machine(origin: str):
    assert not is_local(None, {**LOCAL, "origin": origin})
    assert is_local(None, {**LOCAL, "origin": "http://localhost:8501"})
