"""What sharing the facts saves, worked out from the seconds that each model took."""

# One of each shape: a list per line, a cap per day, a pair of lines, a price, copies of
# a line, overlapping stays, a second stay, a drug at several outlets, kinds of one day,
# a catalogue.
TEN_RULES = (
    *("p11_drug_below_hospital_level", "p26_over_daily_cap"),
    *("p24_exclusive_items_on_one_day", "p14_price_above_ceiling"),
    *("p29_line_sent_twice", "m20_two_stays_at_once", "m15_split_admission"),
    *("o02_same_drug_in_several_outlets", "m13_too_many_drugs"),
    "d04_code_not_in_catalogue",
)


def needed(rules: list[str], parents: dict[str, list[str]]) -> set[str]:
    """Return the rules and every model that they stand on."""
    found: set[str] = set()
    ahead = list(rules)
    while ahead:
        model = ahead.pop()
        if model not in found:
            found.add(model)
            ahead += parents[model]
    return found


def sharing(
    seconds: dict[str, float], parents: dict[str, list[str]], first: list[str]
) -> dict[str, float]:
    """Return two ratios of summed seconds of facts and rules, by name.

    Ten rules that each build the facts they need, to the ten sharing them; and all
    models that were timed, to the `first` rules with what these need.
    """

    def took(models: set[str]) -> float:
        return sum(seconds.get(model, 0.0) for model in models)

    alone = sum(took(needed([rule], parents)) for rule in TEN_RULES)
    return {
        "ten rules alone ÷ sharing facts": alone / took(needed([*TEN_RULES], parents)),
        "all rules ÷ the first": sum(seconds.values()) / took(needed(first, parents)),
    }
