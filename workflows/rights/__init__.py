"""The one table of acts, and the one answer to whether a person may do one now.

May be imported by `workflows.news`, `workflows.meaning`, `workflows.desk` and `bot`.
"""
