"""What somebody's words say by themselves: a yes, a day, a greeting, an answer to one question. Pure.

Imports only the heart's definition and calendars.
"""
