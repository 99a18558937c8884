"""The one thread that renders and sends stored notices, and the contract that every platform's channel keeps.

Imports cards; never a platform.
"""
