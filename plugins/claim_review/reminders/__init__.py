"""Reminders: who has to hear what on a workday, in one mail each or by telephone."""
