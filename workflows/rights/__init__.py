"""The one table of acts, and the one answer to whether a person may do one now.

Imports phases and state.
"""
