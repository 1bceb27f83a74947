"""机构画像: one page per institution, its KPIs beside those of its peers."""
