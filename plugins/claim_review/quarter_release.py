"""The timetable of the quarters: each is released some days after it has ended."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from airflow.exceptions import InvalidPartitionKeyError
from airflow.timetables.base import DagRunInfo, TimeRestriction, Timetable
from airflow.utils.strings import get_random_string
from pendulum import DateTime, instance

from claim_review.moments import ZONE
from claim_review.quarters import Quarter


def _midnight(day: date) -> DateTime:
    return instance(datetime.combine(day, time(), ZONE)).in_timezone("UTC")


class QuarterRelease(Timetable):
    """One run per quarter with the partition key `2025Q1`, `lag_days` after its end."""

    partitioned = True

    def __init__(self, lag_days: int = 15) -> None:
        self.lag_days = lag_days

    @property
    def summary(self) -> str:
        return f"每季度结束后 {self.lag_days} 天"

    def serialize(self) -> dict[str, Any]:
        return {"lag_days": self.lag_days}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "QuarterRelease":
        return cls(data["lag_days"])

    def _run_info(self, quarter: Quarter) -> DagRunInfo:
        return DagRunInfo(
            run_after=instance(quarter.released_at(self.lag_days)).in_timezone("UTC"),
            data_interval=None,
            partition_date=_midnight(quarter.first_day),
            partition_key=str(quarter),
        )

    def next_dagrun_info_v2(
        self, *, last_dagrun_info: DagRunInfo | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """Return the first quarter after the last one run and after the start date.

        Without catch-up the quarters that were released long ago are passed over.
        """
        if restriction.earliest is None:
            return None
        start = restriction.earliest.astimezone(ZONE).date()
        candidates = [Quarter.of(start)]
        if start > candidates[0].first_day:
            candidates = [candidates[0].next]
        if last_dagrun_info is not None and last_dagrun_info.partition_key:
            candidates.append(Quarter.parse(last_dagrun_info.partition_key).next)
        if not restriction.catchup:
            now = DateTime.now(ZONE)
            released = (now - timedelta(days=self.lag_days)).date()
            candidates.append(Quarter.of(released).previous)
        info = self._run_info(max(candidates))
        if restriction.latest is not None and info.run_after > restriction.latest:
            return None
        return info

    def iter_partition_dagrun_infos(
        self, *, earliest: datetime, latest: datetime
    ) -> Iterable[DagRunInfo]:
        """Yield one run per quarter that begins between the bounds (backfill)."""
        quarter = Quarter.of(earliest.date())
        if earliest.date() > quarter.first_day:
            quarter = quarter.next
        while quarter.first_day <= latest.date():
            yield self._run_info(quarter)
            quarter = quarter.next

    def _decode_partition_date(self, partition_key: str) -> datetime:
        try:
            return _midnight(Quarter.parse(partition_key).first_day)
        except ValueError as error:
            raise InvalidPartitionKeyError(str(error)) from error

    def localize_partition_datetime(self, dt: datetime) -> DateTime:
        return instance(dt.replace(tzinfo=ZONE)).in_timezone("UTC")

    def generate_run_id(self, *, run_type, run_after, data_interval, **extra) -> str:
        # A quarter may be run any number of times, so its key alone is no id.
        key = extra.get("partition_key") or run_after.isoformat()
        return run_type.generate_run_id(suffix=f"{key}__{get_random_string()}")
