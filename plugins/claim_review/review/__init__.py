"""The case: states, events, deadlines and refusals of a hit that people decide."""
