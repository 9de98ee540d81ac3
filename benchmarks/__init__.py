"""How well and how fast exportctl finds, beside the search engines: ``python -m benchmarks accuracy`` and ``speed``."""
