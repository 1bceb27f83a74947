"""季度分析报告: what the bureau reads of a quarter (see content.py for its chapters)."""
