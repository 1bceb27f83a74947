"""What a report has to pass before it leaves: plausibility, leaks, addressees."""
