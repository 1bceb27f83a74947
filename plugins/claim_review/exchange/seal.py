"""Seals: what shows that a workbook came back with what it went out with."""

import hashlib
import hmac
import json
from typing import Any

from pydantic import SecretStr

_SHORTEST_KEY = 16


class SealKeyError(RuntimeError):
    """The key that workbooks are sealed with is missing, a placeholder or too short."""


def key_of(secret: SecretStr) -> bytes:
    """Return the key of a setting; raise SealKeyError when it protects nothing."""
    key = secret.get_secret_value()
    if not key or key.startswith("change-me"):
        raise SealKeyError("CLAIM_REVIEW_EXCHANGE_KEY is not set to a secret")
    if len(key) < _SHORTEST_KEY:
        raise SealKeyError(
            f"CLAIM_REVIEW_EXCHANGE_KEY is shorter than {_SHORTEST_KEY} characters"
        )
    return key.encode()


def text_of(content: Any) -> str:
    """Return the one JSON text of a content, whatever the order of its keys."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def seal(key: bytes, *parts: str) -> str:
    """Return the seal of texts; where one ends and the next begins counts."""
    return hmac.digest(key, text_of(parts).encode(), "sha256").hex()


def holds(key: bytes, sealed: str, *parts: str) -> bool:
    """Return whether a seal is the seal of these texts."""
    return hmac.compare_digest(seal(key, *parts).encode(), sealed.encode())


def digest(texts: list[str]) -> str:
    """Return the SHA-256 of texts in their order."""
    return hashlib.sha256(text_of(texts).encode()).hexdigest()
