"""Candidates to a ranking: scores, rules, diversity, reasons."""
