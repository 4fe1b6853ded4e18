from tests.unit.check_frames import checked, claims, details, found, known, reports, row, told


def test_the_same_row_twice_is_left_out_once():
    file = claims(row(455, 510), row(1, 2, area_code="002"), row(455, 510))
    assert found(file) == [("repeated", 2)]
    assert details(file, None, "repeated") == {"first": "IMM!D7"}


def test_rows_that_contradict_each_other_are_both_refused_and_name_each_other():
    file = claims(row(455, 510), row(450, 510, sheet="", row=12))
    assert found(file) == [("contradicted", 0), ("contradicted", 1)]
    assert told(checked(file)) == [
        '{"figure": "455/510", "cell": "D12", "other": "450/510"}',
        '{"figure": "450/510", "cell": "IMM!D7", "other": "455/510"}',
    ]


def test_of_three_rows_one_that_differs_refuses_all():
    file = claims(row(455, 510), row(455, 510), row(450, 510))
    assert found(file) == [("contradicted", n) for n in range(3)]


def test_a_figure_contradicts_a_reason():
    file = claims(row(455, 510), row(blank="removed"))
    assert found(file) == [("contradicted", 0), ("contradicted", 1)]


def test_two_reasons_contradict_each_other_and_one_reason_twice_does_not():
    file = claims(row(blank="not_applicable"), row(blank="removed"))
    assert found(file) == [("contradicted", 0), ("contradicted", 1)]
    assert details(claims(row(blank="removed"), row(blank="removed")), None, "repeated") == {"first": "IMM!D7"}


def test_other_groups_and_collections_are_other_figures():
    file = claims(row(455, 510), row(200, 210, stratum="ethnic=mong"), row(455, 510, collection="survey"))
    assert found(file) == []


def test_what_is_in_force_already_is_one_note_for_the_file():
    before = known(reports(row(455, 510), row(value=17.5, indicator="NUT01"), row(1, 9, area_code="002")))
    file = claims(row(455, 510), row(value=17.5, indicator="NUT01"))
    assert found(file, before) == [("unchanged", -1)]
    assert details(file, before, "unchanged") == {"n": 2}


def test_what_is_replaced_is_named_with_its_file():
    before = known(reports(row(450, 510), row(592, indicator="DIS01"), batch="Q4 first.xlsx"))
    file = claims(row(455, 510), row(600, indicator="DIS01"))
    assert found(file, before) == [("replaced", 0), ("replaced", 1)]
    assert told(checked(file, before)) == [
        '{"figure": "455/510", "before": "450/510", "batch": "Q4 first.xlsx"}',
        '{"figure": "600", "before": "592", "batch": "Q4 first.xlsx"}',
    ]


def test_a_report_of_the_old_commune_with_the_same_code_is_not_replaced():
    before = known(reports(row(450, 510, area_valid_from=None)))
    assert found(claims(row(455, 510)), before) == []


def test_what_is_taken_back_is_named():
    before = known(reports(row(450, 510)))
    assert found(claims(row(blank="removed")), before) == [("taken_back", 0)]
    assert found(claims(row(blank="not_applicable")), before) == [("taken_back", 0)]
    assert found(claims(row(blank="removed"))) == []
