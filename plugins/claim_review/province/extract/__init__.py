"""From a database of the province to batch folders of the landing area."""

from claim_review.province.extract.extraction import Extracted, extract
from claim_review.province.extract.mapping import Mapping, read_mapping

__all__ = ["Extracted", "Mapping", "extract", "read_mapping"]
