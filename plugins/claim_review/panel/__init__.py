"""Panels (合议): experts drawn by lot, two votes, minutes, an opinion."""
