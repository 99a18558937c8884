"""Working out when things fall due, who is away, and when a person may be told something.

May be imported by `workflows.news`, `workflows.desk` and `bot`.
"""
