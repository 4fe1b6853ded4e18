"""Who may import: nobody from elsewhere without a sign-in, and never by what a browser or a proxy claims."""

import pytest

from ui.access import is_local

LOCAL = {"host": "127.0.0.1:8501"}


@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501", "::1"])
@pytest.mark.parametrize("ip", [None, "127.0.0.1", "127.0.0.9", "::1"])
def test_the_machine_itself_is_let_in(ip: str | None, host: str):
    assert is_local(ip, {"host": host, "user-agent": "x"})


@pytest.mark.parametrize("ip", ["10.0.0.7", "192.168.1.20", "172.17.0.1", "203.0.113.9", "fe80::1%eth0", "2001:db8::1"])
def test_another_machine_is_not(ip: str):
    assert not is_local(ip, LOCAL)


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via"])
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
