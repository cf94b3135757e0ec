"""The steps, oldest first: ``NNNN_what_it_does.py``."""
