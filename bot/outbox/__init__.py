"""The one thread that renders and sends stored notices, and the contract that every platform's channel keeps.

May be imported by `bot.inbox`, `bot.web`, `bot.slack`, `bot.wecom`, `bot.playground` and `bot.yinuo`.
"""
