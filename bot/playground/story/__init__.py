"""Whole requests, played against the playground without a browser: who takes part, what they say, what they do."""
