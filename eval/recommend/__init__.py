"""Recommendation to shoppers with a history, judged by what they chose next."""
