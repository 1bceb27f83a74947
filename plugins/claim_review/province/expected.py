"""What the rules should say of planted cases, as the cases are made."""

from claim_review.province.cast import Cast


class Expected:
    """Collects what is expected, each row under the rule and variant in `label`."""

    def __init__(self, cast: Cast, setl: dict[int, int]):
        self._cast, self._setl = cast, setl
        self.label = ("", "")  # rule and variant of the case in hand
        self.rows: list[dict] = []

    def flag(
        self,
        enc: int,
        line: int,
        verdict: str,
        why: str,
        *,
        units=None,
        yuan=None,
        rule: str | None = None,
        setl: int | None = None,
    ):
        """Expect the line (or settlement where `line` is -1) to be flagged."""
        self._expect(
            rule, "planted", setl or self._setl[enc], line, verdict, units, yuan, why
        )

    def spare(self, enc: int, line: int, why: str, setl: int | None = None):
        """Expect that the line or settlement is not flagged, and say why."""
        self._expect(
            None, "near_miss", setl or self._setl[enc], line, "", None, None, why
        )

    def flag_cheaper(self, one: int, other: int, verdict: str, why: str):
        """Expect the settlement with the smaller fund payment to be flagged."""
        both = (self._setl[one], self._setl[other])
        self._expect(None, "planted", both, -1, verdict, None, None, why)

    def signal(self, place: int, why: str, metric: str = "", rule: str | None = None):
        """Expect a signal on the institution; `metric` is the rule's metric_id."""
        self._signal("planted_signal", place, why, metric, rule)

    def no_signal(
        self, place: int, why: str, metric: str = "", rule: str | None = None
    ):
        """Expect no signal on the institution, and say why."""
        self._signal("near_signal", place, why, metric, rule)

    def _signal(self, kind: str, place: int, why: str, metric: str, rule: str | None):
        code = self._cast.world.places.code[place].decode()
        row = {"kind": kind, "why": why, "fixmedins_code": code, "line": -1}
        if kind == "planted_signal":
            row["verdict"] = "alert"
        own_rule, variant = self.label
        said = {"rule": rule or own_rule, "variant": metric or variant, "setl": None}
        self.rows.append(row | said)

    def _expect(self, rule, kind, setl, line, verdict, units, yuan, why):
        own_rule, variant = self.label
        self.rows.append(
            {
                "rule": rule or own_rule,
                "kind": kind,
                "variant": variant,
                "setl": setl,
                "line": line,
                "verdict": verdict,
                "units": units,
                "yuan": yuan,
                "why": why,
            }
        )
