"""How figures are made and judged, in plain words with their sources: the second half of the Methods page."""

from markupsafe import Markup

from base.texts import Texts, marked

#: Heading, what is done, where the method comes from.
HOW: tuple[tuple[str, str, str], ...] = (
    (
        marked("How sure a value is"),
        marked(
            "What could have come out otherwise by chance has a 95% interval: shares after Wilson, rates per 1,000 or 100,000 the exact Poisson limits. The fewer children, the wider it is. What was counted whole has none: places, posts, communes that have it or have it not, plain counts; nor has a median. Their differences are facts, so nothing is said of chance."
        ),
        marked("Wilson 1927; Fingertips technical guidance; computed with statsmodels."),
    ),
    (
        marked("Target met or not"),
        marked(
            "Targets judge whole years only. The value itself says met or not; a second mark says whether the whole interval lies on that side. In a year the next target still to come is in force; of two for one year the province is held to its own."
        ),
        marked("Child Atlas; targets as in the decisions named above."),
    ),
    (
        marked("On track by 2030"),
        marked(
            "A straight line from the first comparable figure since 2020 to the target says where the province would be today. Behind it with the whole interval: off track. Behind it by no more than chance, fewer than three annual figures, a new definition or a merger in between: cannot be said. The law sets the end only; the line is ours."
        ),
        marked("Child Atlas; no legal source."),
    ),
    (
        marked("Against the province"),
        marked(
            "A commune is better or worse where its 95% interval lies beyond the province's value, clearly so at 99.8%; in between it can't be told apart from the province. Neutral indicators are never judged."
        ),
        marked("Fingertips technical guidance (comparison by intervals)."),
    ),
    (
        marked("Trend"),
        marked(
            "An arrow needs five consecutive annual values of one definition, a χ² for trend above 9.5495 (99.8%), and a slope that keeps its sign with each year left out. Otherwise nothing is claimed. The χ² of shares is that of Cochran and Armitage; that of rates per 1,000 or 100,000 is the score test of a Poisson model."
        ),
        marked("Fingertips trend markers; Armitage 1955; Poisson score test: Child Atlas."),
    ),
    (
        marked("Children still to reach"),
        marked(
            "In each commune below the target: target × denominator − numerator, rounded up. The sum over communes never sets a surplus in one against a lack in another; what the province itself lacks is another, smaller number."
        ),
        marked("Child Atlas."),
    ),
    (
        marked("Groups, sums and the merger"),
        marked(
            "Counts are added and rates computed from the sums; percentages are never averaged, medians never added. Reports of former communes are carried onto today's by a dated list of who became part of whom; where a unit was divided, the figures are estimates and say so. What counts communes can't be compared across the merger. A sum that lacks reports says so."
        ),
        marked("The resolutions on the merger; Child Atlas."),
    ),
    (
        marked("Differences between groups"),
        marked(
            "The Equity page shows only the measures that are valid for the kind of grouping and says why another one is withheld. Slope and concentration are for groups with an order only. Where groups have no order, chance alone sets their values apart: beside each measure stands an estimate of what is left without chance. Only measures of variance have an interval for it (noncentral χ²), since ends picked by their values and distances that are added up allow none that holds. The interval of the gap between the worst and the best group allows for all pairs among which they were picked."
        ),
        marked("WHO Health Equity Assessment Toolkit, technical notes; Steiger 2004; Louis 1984; Bonferroni."),
    ),
    (
        marked("Small communes and clusters"),
        marked(
            "Beside the raw rate an empirical Bayes estimate draws communes with few children towards the mean of all. A cluster is a commune that is high or low together with its neighbours, more than chance would bring about (local Moran against all permutations, which are counted and not drawn; false discoveries held at 5%). With 45 communes only strong clusters can be seen."
        ),
        marked(
            "Marshall 1991; Martuzzi and Elliott 1996; Anselin 1995; Assunção and Reis 1999; Benjamini and Hochberg 1995; agrees with spdep and esda."
        ),
    ),
    (
        marked("Protection of children"),
        marked(
            "What is hidden is decided when a report is applied, for pages, maps, exports and over time together, so that no hidden cell can be computed from what is shown. Hidden is never drawn as zero or as not reported. The level of each indicator stands in its entry."
        ),
        marked("Handbook on Statistical Disclosure Control; Law 91/2025/QH15, article 24."),
    ),
)


def how(say: Texts) -> Markup:
    """One block that opens for each method."""
    rows = Markup("").join(
        Markup('<details><summary>{}</summary><p>{}</p><p class="notes">{}</p></details>').format(
            say(title), say(text), say("Source: {source}", source=say(source).rstrip("."))
        )
        for title, text, source in HOW
    )
    return Markup('<div class="card how"><h2>{}</h2>{}</div>').format(say("How figures are made and judged"), rows)
