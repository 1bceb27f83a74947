"""Checks at the door: Great Expectations on a batch that nobody reads yet."""
