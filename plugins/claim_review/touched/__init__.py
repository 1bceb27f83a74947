"""Reviewing again only the people whom new batches touch.

Every fact, rule and hit is about one person's rows or counts over all of them. The
first kind is built for the touched people alone and put in the place of their old rows;
the second is built anew. The outcome is that of a whole review, row by row.
"""
