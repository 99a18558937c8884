"""The news that each event is to people: who hears it, where and when.

May be imported by `workflows.desk` and `bot`.
"""
