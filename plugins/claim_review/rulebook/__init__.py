"""The rules as pages for readers: the 负面清单 that institutions check against."""
