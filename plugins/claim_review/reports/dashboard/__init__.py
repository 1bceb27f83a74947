"""The dashboard of a quarter: one HTML file that opens anywhere, years later too."""
