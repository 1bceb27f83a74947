"""Everything that leaves the house, made of a reviewed batch by the real thing."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import psycopg
from tests import pipeline
from tests.batches import write_batch
from tests.canaries import batch
from tests.integration.cases.casework import START, Case
from tests.integration.cases.usual import USUAL, WAYS
from tests.integration.panel.rooms import DAY, Room, says
from tests.integration.platform.deliveries import delivery_of, exported
from tests.integration.reminders.mornings import at
from tests.integration.statements.months import AFTER

from claim_review import daily, landing
from claim_review.notify import outbox
from claim_review.notify.failure import notify_operator
from claim_review.panel.concluding import conclude
from claim_review.panel.minutes import minutes_pdf
from claim_review.platform.export import export_batch
from claim_review.platform.reconciliation import reconcile
from claim_review.platform.taking import take_in
from claim_review.platform.workbook import reconciliation_workbook
from claim_review.reports import publishing
from claim_review.reports.fonts import find_fonts
from claim_review.review import desk, staff
from claim_review.settings import Settings
from claim_review.statements.closing import close_month
from claim_review.statements.drafts import publish

MONTH = "2025-07"
LATER = START + timedelta(days=60)
# The region of each role, and how many people have it.
ROLES = dict.fromkeys(
    (
        *("REVIEWER1", "REVIEWER2", "DISPATCHER", "APPEAL_REVIEWER"),
        *("PANEL_SECRETARY", "AGENCY_LEADER", "LEAD", "OPERATOR"),
    ),
    ("623000", 1),
) | {"AGENCY": ("623000", 3), "COUNTY_BUREAU": ("623001", 1)}
# States of which somebody is told something; the cases go there in this order.
STATES = (
    *("S10", "S20", "S30", "S40", "S50", "S55", "S60", "S70", "S80", "S85", "S90"),
    "S95",
)
EXPERTS = [
    *(f"E{n},心内科,true,false,false,H9,,,623027,,\n" for n in range(1, 6)),
    *(f"P{n},医保,false,false,true,,,,623027,,\n" for n in range(1, 4)),
]
Files = dict[str, list[bytes]]
# The file of a month that is not of one institution.
_MONTHLY = {"汇总": "prefecture sheet"}
# What the files of reports are called, by a part of their path.
_REPORTS = {
    "机构画像": "portrait",
    "培训材料": "training",
    "看板": "dashboard",
    "临床医学": "clinical report",
    "定点医疗机构": "institutions report",
    "书面报告": "written report",
    "汇总": "prefecture sheet",
}


class House:
    """A reviewed quarter and what is made of it, by product."""

    def __init__(self, url: str, folder: Path, settings: Settings) -> None:
        self.url, self.folder, self.settings = url, folder, settings
        self.files: Files = defaultdict(list)

    def makes_everything(self) -> Files:
        with psycopg.connect(self.url) as connection:
            self._people(connection)
            self._cases(connection)
        self._work_lists()
        with psycopg.connect(self.url) as connection:
            self._panel(connection)
            self._statements(connection)
            self._platform(connection)
        self._reports()
        self._failures()
        self._mornings()
        self._mails()
        self._pages()
        return self.files

    def _people(self, connection: psycopg.Connection) -> None:
        """Enter who works on cases, an approved batch, and a mailbox soon too old."""
        file = self.folder / "staff.csv"
        people = [
            f"{role.lower()}-{n},{role},{region},{role.lower()}-{n}@example.org\n"
            for role, (region, count) in ROLES.items()
            for n in range(1, count + 1)
        ]
        file.write_text(",".join(staff.COLUMNS) + "\n" + "".join(people), "utf-8")
        staff.load(connection, file, "lead-1", START)
        desk.approve_batch(connection, "B1", "H1", "A1", "agency-1", START)
        contact = (
            "H1",
            "MAIL",
            "office@example.org",
            "agency-1",
            START - timedelta(days=85),
        )
        desk.verify_contact(connection, *contact)

    def _cases(self, connection: psycopg.Connection) -> None:
        """Let each case go to its state; its institution writes names into appeals."""
        self.cases: dict[str, Case] = {}
        query = "select hit_id, setl_id from review.hit order by setl_id"
        hits = connection.execute(query).fetchall()
        for n, (state, (hit_id, _)) in enumerate(zip(STATES, hits, strict=True), 1):
            case = self.cases[state] = Case(connection, hit_id)
            said = f"患者{batch.name(n)}由{batch.doctor(n)}治疗，有病程记录为证。"
            for event in WAYS[state][1:]:
                payload = USUAL[event].get("payload", {})
                case.does(
                    event,
                    payload=payload | ({"text": said} if event == "appeal" else {}),
                )

    def _work_lists(self) -> None:
        paths = daily.write_work_lists(self.url, self.settings, START + DAY)
        with psycopg.connect(self.url) as connection:
            kinds = dict(
                connection.execute("select workbook_id, kind from review.workbook")
            )
        for path in map(Path, paths):
            self.files[kinds[path.stem]].append(path.read_bytes())

    def _panel(self, connection: psycopg.Connection) -> None:
        room = Room(connection, self.folder)
        room.registers(*EXPERTS)
        hit_id = self.cases["S60"].hit_id
        room.convenes(hit_id)
        for kind in ("PANEL_BLIND", "PANEL_BINDING"):
            sent = room.ballots()
            self.files[kind] += sent.values()
            for member, ballot in sent.items():
                room.votes(member, ballot, {hit_id: says("违规")})
        room.now += timedelta(hours=1)
        done = conclude(connection, "HY-1", room.now, "panel_secretary-1")
        fonts = find_fonts(None)
        minutes = minutes_pdf(done.content, done.content_sha256, fonts)
        self.files["minutes"].append(minutes)

    def _statements(self, connection: psycopg.Connection) -> None:
        closed = close_month(connection, self.settings, MONTH, AFTER[MONTH])
        publish(connection, closed.drafts[0], "agency-1", AFTER[MONTH])
        for path in sorted(closed.folder.iterdir()):
            kind = _MONTHLY.get(path.stem.rpartition("-")[2], "statement")
            self.files[f"{kind}{path.suffix}"].append(path.read_bytes())

    def _platform(self, connection: psycopg.Connection) -> None:
        files = export_batch(connection, "B1", LATER)
        for name, content in files.items():
            self.files[f"platform {name}"].append(content)
        delivery = exported(connection, self.folder / "platform" / "d", "B1", LATER)
        take_in(connection, delivery_of(delivery), LATER)
        found = reconciliation_workbook(reconcile(connection, LATER))
        self.files["reconciliation"].append(found)

    def _reports(self) -> None:
        """All of a quarter and of a month, with what each institution gets of it."""
        told = publishing.quarter(self.url, self.settings, pipeline.QUARTER, LATER)
        self.files["approval"].append(told["summary"].encode())
        alone = self.settings.model_copy(update={"reports_need_approval": False})
        publishing.release(self.url, alone, told, None)
        month = publishing.month(self.url, self.settings, AFTER[MONTH])
        publishing.release(self.url, alone, month, None)
        shelf = self.settings.var_dir / "reports"
        for path in shelf.rglob("*.*"):
            if path.is_file():
                self.files[_kind(path)].append(path.read_bytes())
        extracts = self.settings.var_dir / "exchange" / "out" / "clinical"
        for path in extracts.rglob("*.docx"):
            self.files["extract.docx"].append(path.read_bytes())

    def _failures(self) -> None:
        """Let things fail that tell of people, and tell the operator of each."""
        for n, error in enumerate([*self._database_errors(), self._refused()]):
            notify_operator(
                *(self.url, self.settings, "load_settlements", f"run-{n}"),
                *("load_batches", str(error), "http://127.0.0.1/log", LATER),
            )

    def _database_errors(self) -> list[psycopg.Error]:
        name, number = batch.name(1), batch.number("person", 1)
        statements = (
            f"select '{name}'::numeric",
            f"select '{number}x'::integer",
            f"insert into told values ('{number}', '{name}')",
            f"insert into told values ('{number}', '')",
            f"do $$ begin raise exception '人员 % 不存在', '{number}'; end $$",
        )
        table = """
            create temp table told (
                psn_no text primary key, psn_name text check (psn_name = '')
            )
        """
        errors = []
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(table)
            connection.execute(f"insert into told values ('{number}', '')")
            for statement in statements:
                try:
                    connection.execute(statement)
                except psycopg.Error as error:
                    errors.append(error)
        assert len(errors) == len(statements)
        return errors

    def _refused(self) -> landing.BatchRefusedError:
        """Try a batch with a file that has no header row."""
        folder, files = self.folder / "again", {"psn_info_b": batch.without_header()}
        write_batch(folder, "canaries-2", batch.rows(), files=files)
        try:
            pipeline.land(self.url, folder, self.folder / "quality", pipeline.QUARTER)
        except landing.BatchRefusedError as error:
            return error
        raise AssertionError("the batch was not refused")

    def _mornings(self) -> None:
        """Go through days on which people are told, or called for want of a mailbox."""
        for day in (
            "2025-07-22",
            "2025-07-28",
            "2025-08-01",
            "2025-08-04",
            "2025-08-05",
        ):
            daily.go_through(self.url, self.settings, at(day))
            daily.remind(self.url, self.settings, at(day))
        for path in sorted((self.folder / "reminders").rglob("*.xlsx")):
            self.files["phone list"].append(path.read_bytes())

    def _mails(self) -> None:
        outbox.drain(self.url, self.settings, LATER)
        for path in sorted((self.folder / "mail").glob("*.eml")):
            self.files["mail"].append(path.read_bytes())

    def _pages(self) -> None:
        # It takes seconds, which nobody else should pay.
        from claim_review import run_pages

        pages = [run_pages.quality_index(), run_pages.run_page(self._run_id())]
        self.files["run page"] += [bytes(page.body) for page in pages]
        for path in sorted((self.folder / "quality").glob("*.html")):
            self.files["quality page"].append(path.read_bytes())

    def _run_id(self) -> str:
        with psycopg.connect(self.url) as connection:
            return connection.execute("select run_id from review.run").fetchone()[0]


def _kind(path: Path) -> str:
    names = (name for part, name in _REPORTS.items() if part in str(path))
    return f"{next(names, 'report')}{path.suffix}"
