"""修订说明: what changed from one version of a report to the next, and why."""
