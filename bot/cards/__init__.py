"""The cards, one file a thing that is said. They are neutral: meaning, not layout; each platform renders them.

May be imported by `bot.forms`, `bot.inbox`, `bot.outbox`, `bot.talk`, `bot.web`, `bot.slack`, `bot.wecom` and
`bot.yinuo`.
"""
