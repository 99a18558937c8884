"""The state of a request: its values, its events, and how each event changes it.

May be imported by `workflows`, `bot` and `storage`.
"""
