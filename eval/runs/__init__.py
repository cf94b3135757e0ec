"""Runs: every case put to every system by the way a turn really goes, and kept line by line."""
