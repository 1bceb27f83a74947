"""定点医疗机构专项分析报告: the inpatient KPIs of all institutions and what stands out."""
