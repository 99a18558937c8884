"""The forms, one file each: how it is built, and the command that its answers are.

May be imported by `bot.inbox`, `bot.talk`, `bot.web`, `bot.slack` and `bot.wecom`.
"""
