"""The feedback loop: what shoppers did, joined to the list that caused it, and measured."""
