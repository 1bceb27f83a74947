"""Planted violations and near misses, by the subject of the rules."""
