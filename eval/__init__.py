"""Evidence: metrics, statistics, baselines and benchmarks, and the ``aisle-eval`` command.

The package shadows the built-in ``eval`` where it is imported whole, so import from it:
``from eval.metrics import ndcg``.
"""
