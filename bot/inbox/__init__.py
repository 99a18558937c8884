"""Neutral words for what people do, and the direct answer to it.

May be imported by `bot.talk`, `bot.web`, `bot.slack`, `bot.wecom` and `bot.yinuo`.
"""
