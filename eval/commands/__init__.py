"""What ``aisle-eval`` can be told: one module per group of commands, its options and its run.

What a command measures with is imported when it runs, so that ``--help`` loads nothing heavy.
"""
