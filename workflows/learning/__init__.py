"""Figures computed from events, never typed in; nothing here writes.

May be imported by `workflows.desk` and `bot`.
"""
