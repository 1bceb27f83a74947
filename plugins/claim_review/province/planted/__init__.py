"""Planted violations and near misses, one module per subject, found by their names.

A new rule needs one module here (several rules of a package share one) and no other
change. It defines HITS and NEAR, dictionaries rule -> variant -> function, and for
signals SIGNALS; all are called with the `Cases` of the quarter and a turn, which counts
the cases of the variant. The whole of it, for rule X-99, a drug for men only:

    from claim_review.province.cases import Cases
    from claim_review.province.planted.single_lines import (
        HOSPITALS, usual_near_misses, visit_with,
    )

    def for_a_woman(cases: Cases, turn: int):
        enc, line = visit_with(cases, cases.named("示例药品"), HOSPITALS, 2, gend=(2,))
        cases.flag(enc, line, "hard", "a drug for men, and she is a woman", units=2)

    HITS = {"X-99": {"for_a_woman": for_a_woman}}
    NEAR = {"X-99": usual_near_misses(
        lambda cases, turn: cases.named("示例药品"), HOSPITALS, gend=(2,)
    )}

Who: `cases.person(1)` a man, `(2)` a woman, each without any other case or history;
`age=(6, 11)` in completed years or `months=(155, 155)` on the day `on=`; `born=`,
`died=`, `village=100201`, `insured=[(390, from, to), …]`, `registered=[("M03900",
from, to)]` with days since 1970 and None for open. Nobody is born on a 1 January
unless `born` says so.
Where: `cases.place("county", "state")` by turns, groups as in institutions.py, or one
of its own, that no other case meets: `cases.cast.institution("name", "pharmacy",
ended=day, beds=20, sends_traces=True)`; `lasting=True` for one that stays for all
quarters.
When: `cases.day()`, a day with 20 days of the quarter before it and 46 behind it;
`cases.day(before=5, after=62)` for pairs far apart, `weekday=5` for a Saturday.
Doctors: `cases.cast.doctor(place, left=day)`, `registered=False`: in no register.
What: `cases.named(name)` and `cases.world.items.of(code)` for items of the lists
(what a list knows by name has an invented code; what no public list knows is invented
in ../lists, as knowledge.py says), `cases.item(menu, turn)` for others
(menus in catalogue.py), `cases.graded("03", turn)`, `cases.ending(turn)` (the item and
its last day in the catalogue), `cases.cast.item(code, name, list_type, charge)`.
Diagnoses: `dx=cases.dx("S72.000", "股骨骨折")`, `dx2=`, more by
`cases.diagnosis(enc, "V43.900")`.

Encounters: `cases.visit(person, place, day, kind)` with kinds as in kinds.py
(`purchase` from the account, `special_drug` a purchase the fund pays, `chronic`,
`emergency`, `tcm`), `cases.stay(person, place, day, days)`; `plain=False` leaves out
the lines they have by themselves. Options are the keys of rows.ENCOUNTER and of
rows.SETTLEMENT, begin, end (seconds), settled, med_type, gend and born, such as
`med_type=24, adm_way=1, pay_loc=5, clr_way="40", dise_no="M01600", insutype="310",
third_party=1, share=0.0`.
Lines: `cases.line(enc, item, second, cnt)` with the keys of rows.LINE and pric (1e-4
yuan), selfpay (10_000: paid by the patient), rx (0 to 6, the prescription within the
encounter), prd_days (0 for none), doctor, dept, exec_dept (position in DEPARTMENTS),
grade, codes (of packs, () for none), `take_home=1, used_way="外用", uploaded=second`.
Besides: `refund(cases, line)`, `reverse(cases, enc, again=True)` and `settled_again` of
refunds.py, `cases.operation(enc, "47.0901", "…", cut="1/甲")` and
`cases.without_operation(enc)` (a stay with a line of surgery has one by itself). For
one line in a visit or stay,
`visit_with`, `stay_with` and `usual_near_misses` of single_lines.py take
`who=lambda cases: cases.person(age=(30, 40))` and, with `line_` before them, options of
the line.

Reports: what an institution reports besides its bills is appended to
`cases.extra.stocks`, `.packs` and `.sales`, rows as in part.Extra; ordinary ones report
what reported.py says, or nothing.

Truth: `cases.flag(enc, line, verdict, why, units=, yuan=)` with line -1 for the
settlement, `cases.spare(enc, line, why)` for near misses. Where a case must also hit
another rule, say so with `rule="P-26"`: whatever a rule finds beyond its truth fails a
test. Persons are new in every quarter, so both events of a pair lie in the quarter.

Signals: SIGNALS = {"B-02": {"long_stays": function}}, called once a quarter.
`crowd(cases, place, "stay", 12)` of crowd.py gives an institution of its own ordinary
care, which the function then shifts (change `cases.lines`, give `lengths=` or `days=`),
and `cases.signal(place, why, "length_of_stay")` or `cases.no_signal(…)` for a slight
shift says what is expected; what a case shows of another rule has `rule="M-27"`.
`cases.earlier_quarters()` tells how much history there is. Rules that compare with
peers are silent where these are all alike or too few: see alike_hospitals.py.

A variant that not every quarter can have stands in POSSIBLE = {variant: function of
Cases}; AT_MOST = {rule: number} limits the violations of a rule. `pytest
tests/unit/province` checks that variants occur, that everyday care and other cases keep
clear of rules (screens.py), and that the rules of tests/second find exactly what is
planted.
"""
