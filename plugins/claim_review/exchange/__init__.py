"""Workbooks that go out to reviewers and institutions, and what comes back in them."""
