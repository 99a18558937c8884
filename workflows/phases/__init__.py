"""The decisions of each phase: a command and the present request become events, or are refused.

May be imported by `workflows.rights`, `workflows.news`, `workflows.meaning`, `workflows.desk`, `bot` and `storage`.
"""
