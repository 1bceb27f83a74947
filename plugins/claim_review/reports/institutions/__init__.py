"""定点医疗机构专项分析报告: the KPIs of institutions and what stands out."""
