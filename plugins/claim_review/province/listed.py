"""The items of the rules' lists, with a code and a price for each of them.

Where a list knows an item by its name only, the item has a plainly invented code.
"""

from claim_review.province import knowledge

# Prices are whole numbers of a hundredth of a fen (1e-4 yuan).
YUAN = 10_000

# Lists of goods that everyday outlets sell, a little of each.
TRADED = {"diversion_drugs", "substitution_goods"}
# Lists whose items everyday care uses as they may be used.
USED = {"daily_caps", "contained_items", "per_diem_items"}

_CHARGE_TYPE = {
    "0011": "02",
    "0012": "07",
    "0021": "03",
    "0025": "04",
    "0032": "06",
    "0033": "06",
}
_PRICE = {"01": 30, "02": 12, "03": 60, "04": 8, "05": 20, "06": 900, "07": 14}
_MEDICINE = ("丸", "片", "胶囊", "颗粒", "液", "针", "散", "剂", "乳")
# By list type: letter of an invented code, charge type, price in yuan.
_INVENTED = {
    "101": ("ZV99ZZN{:04d}010100001", "11", 28),
    "102": ("T97{:07d}", "10", 1),
    "201": ("003497{:05d}0000", "05", 20),
    "301": ("C97{:017d}", "08", 300),
}
_TYPE_OF_CODE = {"X": "101", "Z": "101", "T": "102", "C": "301"}


def listed() -> list[dict]:
    """Return the rows of all items that a list names, those of everyday care first."""
    rows: list[dict] = []
    seen: set[str] = set()

    def add(code: str, name: str, menu: str, **others):
        if code in seen:
            return
        seen.add(code)
        charge = _CHARGE_TYPE.get(code[:4], "05") if code[0] == "0" else "11"
        if menu == "bed":
            charge = "01"
        row = {
            "code": code,
            "hilist_code": code,
            "name": name,
            "menu": menu,
            "rank": len(rows),
            "list_type": "201",
            "charge_type": charge,
            "grade": "01",
            "selfpay": 0,
            "price": _PRICE.get(charge, 25) * YUAN,
        }
        rows.append(row | others)

    _services(add)
    _drugs(add)
    _others(add, {row["name"] for row in rows})
    return rows


def _services(add):
    for row in knowledge.rows("per_diem_items"):
        add(row["med_list_codg"], row["item_name"], row["family"])
    for row in knowledge.rows("daily_caps"):
        hourly = row["max_quantity"] != "1"
        price = {"price": 3 * YUAN} if hourly else {}
        menu = "hourly" if hourly else "once_a_day"
        add(row["med_list_codg"], row["item_name"], menu, **price)
    for row in knowledge.rows("contained_items"):
        add(row["item_a"], row["item_a_name"], "contained")
        add(row["item_b"], row["item_b_name"], "contained")


def _drugs(add):
    drug = {"list_type": "101", "charge_type": "11"}
    for row in knowledge.rows("sex_limited_drugs"):
        western = row["med_list_codg"][0] == "X"
        charge, price = ("09", 90) if western else ("11", 26)
        made = {"charge_type": charge, "price": price * YUAN}
        made |= {"grade": "02", "selfpay": 1000}
        add(row["med_list_codg"], row["item_name"], "sex_limited", **drug | made)
    for number, row in enumerate(knowledge.rows("level_limited_drugs")):
        # Limited at their first prescription only: not for everyday care.
        if row.get("first_prescription_only") == "1":
            continue
        code = row["med_list_codg"] or f"ZV99ZZL{number + 1:04d}010100001"
        add(code, row["hilist_name"], "level_limited", **drug | {"price": 22 * YUAN})
    for row in knowledge.rows("unpayable_slices"):
        # The list says that no fund pays them; the demo's catalogue leaves them in
        # class 02, so that a case of P-03 is none of P-13.
        add(
            row["med_list_codg"],
            row["item_name"],
            "unpayable",
            list_type="102",
            charge_type="10",
            grade="02",
            selfpay=10_000,
            price=4 * YUAN,
        )


def _others(add, known: set[str]):
    """Add what is left, in the order of names so that a new list moves few codes."""
    items = sorted(knowledge.listed_items(), key=lambda item: (item[1], item[0]))
    for number, (code, name, lists) in enumerate(items):
        if not code and name in known:
            continue
        menu = "traded" if lists <= TRADED else "named"
        kind = _list_type(code, name, lists)
        invented, charge, price = _INVENTED[kind]
        if code[:1] == "X":
            charge = "09"
        if code and kind == "201":
            add(code, name or f"示例项目{number:03d}", menu)
            continue
        add(
            code or invented.format(number + 1),
            name or f"示例清单项目{number:03d}",
            menu,
            list_type=kind,
            charge_type=charge,
            price=price * YUAN,
        )


def _list_type(code: str, name: str, lists: frozenset[str]) -> str:
    if code:
        return _TYPE_OF_CODE.get(code[0], "201")
    if any("slice" in found for found in lists):
        return "102"
    if any("material" in found for found in lists):
        return "301"
    if any("service" in found for found in lists):
        return "201"
    if lists <= TRADED and not name.endswith(_MEDICINE):
        return "102"
    return "101"
