"""`claim-review extract`: what changed at a source becomes batches."""

import argparse
from datetime import datetime

from claim_review import warehouse
from claim_review.moments import moment
from claim_review.province.extract.extraction import extract
from claim_review.province.extract.mapping import read_mapping
from claim_review.settings import settings
from claim_review.warehouse import RefusedError


def add_commands(subparsers) -> None:
    """Add `extract` to the parser of `claim-review`."""
    parser = subparsers.add_parser(
        "extract", help="what changed in the province's database, as batches"
    )
    parser.add_argument("source", nargs="?", help="which include/province/<source>.yml")
    parser.add_argument(
        "--since", type=moment, help="read again all that changed from then on"
    )
    parser.set_defaults(run=_extract)


def _extract(arguments: argparse.Namespace, now: datetime) -> str:
    url = settings().province_url.get_secret_value()
    if not url:
        raise RefusedError(
            "CLAIM_REVIEW_PROVINCE_URL is not set; it is a URL of SQLAlchemy such as "
            "postgresql://reader:password@host:5432/database"
        )
    mapping = read_mapping(arguments.source or settings().province_source)
    done = extract(
        url, warehouse.url(), mapping, settings(), now, since=arguments.since
    )
    batches = [each.batch_id for each in done if each.batch_id]
    return "\n".join(batches) or "nothing new, no batch"
