"""What somebody's words mean, given what is open for them: a pure list of named interpretations, the first one wins.

May be imported by `bot.reading`, `bot.inbox` and `bot.talk`.
"""
