"""临床医学专项分析报告, and what each institution gets of it."""
