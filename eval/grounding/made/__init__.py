"""Sentences made from the facts of a list: each true one beside one that differs in what makes it false.

What is true is computed here, from the fields of the products, by nothing that the check itself uses.
"""
