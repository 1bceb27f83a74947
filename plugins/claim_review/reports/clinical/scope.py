"""Which rules the clinical report is about."""

MEDICAL = "医疗类"
# Rules of other classes that a clinician has to judge, in the order of the report.
LISTED = {
    "限适应症与合理用药": (
        *("P-05", "P-06", "P-07", "P-08", "P-09", "P-10", "P-11", "P-12"),
        *("M-11", "M-12", "M-13", "O-01"),
    ),
    "项目限定条件": ("P-17", "P-18", "P-19", "P-20", "P-21", "P-22", "P-33"),
    "超频次": ("P-26", "P-27", "P-28"),
    "重复收费": ("P-23", "P-24", "P-25", "P-29", "P-32"),
}
GROUPS = (MEDICAL, *LISTED)
_GROUP_OF = {rule: group for group, rules in LISTED.items() for rule in rules}
LISTED_RULES = sorted(_GROUP_OF)


def group_of(rule_id: str, rule_class: str) -> str:
    """Return the group of a rule in scope; all rules of the class `medical` are."""
    return MEDICAL if rule_class == "medical" else _GROUP_OF[rule_id]
