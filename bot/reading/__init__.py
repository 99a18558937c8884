"""The meaning that somebody's words have by themselves: a yes, a day, a greeting, an answer to one question. Pure.

May be imported by `bot.forms`, `bot.inbox` and `bot.talk`.
"""
