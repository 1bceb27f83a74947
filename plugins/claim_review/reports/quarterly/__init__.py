"""季度分析报告: what the bureau reads of a quarter; content.py has its chapters."""
