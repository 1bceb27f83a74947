"""Everything that differs between two machines, read from the environment."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from claim_review.reports.word_fonts import FontSet

REPO_DIR = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Settings of one installation; each comes from `CLAIM_REVIEW_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="CLAIM_REVIEW_")

    var_dir: Path = REPO_DIR / "var"
    landing_dir: Path | None = None
    warehouse_url: SecretStr = SecretStr("")

    # The first quarter that the timetable releases by itself, and how many days
    # after its end. Earlier quarters are run by hand or as a backfill.
    schedule_from: date = date(2025, 1, 1)
    release_lag_days: int = 15

    # Quarters whose facts are kept aside after another one is reviewed, so that a late
    # batch for them costs little; about as much disk each as the batches themselves.
    facts_kept: int = 3

    # The Airflow connection of the province's database; nothing is extracted without
    # one. The command line has no connections and takes the URL.
    province_connection: str = ""
    province_url: SecretStr = SecretStr("")
    # Which include/province/<source>.yml is read there, and when, in Shanghai.
    province_source: str = "gansu"
    extract_at: str = "0 3 * * *"

    # Reviews take the day of their quarter's release for now, and days are gone through
    # by hand: only the demo sets it, whose cases live in its own year.
    is_demo: bool = False

    # `sink` delivers to the local sink whatever the address says, `redirect`
    # sends everything to `redirect_address`, `live` sends to the addressees.
    mail_mode: Literal["sink", "redirect", "live"] = "sink"
    redirect_address: str = ""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    mail_from: str = "claim-review@example.org"
    bureau_address: str = "bureau@example.org"
    operator_address: str = "operator@example.org"
    # Where institutions ask back; mails say it.
    office_phone: str = ""

    # Workbooks go out sealed with it; another key no longer reads what is out.
    exchange_key: SecretStr = SecretStr("")

    report_font_dir: Path | None = None
    # The typefaces that Word files ask for: those of GB/T 9704, or plain Windows.
    report_word_fonts: FontSet = "gbt9704"
    # Who the reports are for and who makes them, as their covers say.
    client_name: str = "甘南州医疗保障局"
    contractor_name: str = "受托审核机构"
    # Nothing is mailed before a person has looked at it; the demo sends by itself.
    reports_need_approval: bool = True
    # Where readers find files that are too large for a mail.
    reports_link: str = ""

    @property
    def landing(self) -> Path:
        """The folder whose sub-folders are batches."""
        return self.landing_dir or self.var_dir / "landing"

    @property
    def parties(self) -> dict[str, str]:
        """Client and contractor, as they stand on the covers of reports."""
        return {"client": self.client_name, "contractor": self.contractor_name}

    @property
    def dbt_project_dir(self) -> Path:
        return REPO_DIR / "dbt_project"


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
