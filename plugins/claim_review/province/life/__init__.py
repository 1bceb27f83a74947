"""The life of the demo's first quarter, from the first review to the refusal."""
