"""When things fall due, who is away, and when a person may be told something.

Imports state, the company's definition and `facts`.
"""
