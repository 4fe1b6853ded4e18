"""The gap as children and clusters on the gap map's page."""

import re

from tests.pages.conftest import OpenPage
from tests.pages.messages import html, plain, the_map


def test_what_is_needed_comes_with_its_shares_and_who_holds_half(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", measure="need", lang="en")
    assert [each.message for each in page.exception] == []
    said = plain(html(page))
    found = re.search(r"(\d+) communes hold half of it \((\d+) of (\d+) children\): ([^.]+)\.", said)
    assert found is not None
    count, part, whole, names = found.groups()
    assert len(names.split(", ")) == int(count)
    assert int(whole) / 2 <= int(part) <= int(whole)
    assert re.search(r"Half of the gap lies in communes with \d+% of all children\.", said)
    assert "Not counted: 2 communes not reported; what they need is not known, it is not zero." in said
    # The first row of the ranking has its share, and all down to it are itself alone.
    row = html(page).split('id="rank-')[1]
    shares = re.findall(r'<td class="num points">([\d.]+)%</td>', row)
    assert len(shares) == 2
    assert shares[0] == shares[1]


def test_clusters_are_told_with_what_they_cannot_tell(open_page: OpenPage):
    page = open_page("gap_map", indicator="NUT01", period="2025", measure="cluster", lang="en")
    assert [each.message for each in page.exception] == []
    message = the_map(page)
    assert (message["measure"], message["scale"]) == ("cluster", "status5")
    marked = sum(message["classes"].count(kind) for kind in "0134")
    said = plain(html(page))
    assert re.search(rf"{marked or 'None'} of 45 communes stands? out", said)
    assert "chance alone would mark about 2 communes" in said


def test_where_clusters_mean_nothing_the_value_is_shown_and_it_is_said_why(open_page: OpenPage):
    page = open_page("gap_map", indicator="INS01", period="2025", measure="cluster", lang="en")
    assert the_map(page)["measure"] == "value"
    assert "No clusters: all communes have the same value." in plain(html(page))
