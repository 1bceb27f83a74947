"""What leaves the house: one context per report, rendered to Word, PDF and mail."""
