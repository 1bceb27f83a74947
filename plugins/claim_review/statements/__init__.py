"""Monthly refusal statements: what is listed, what goes back, and the papers of it."""
