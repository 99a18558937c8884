"""The bot's HTTP: its health, and the pages.

May be imported by `bot.yinuo` and `app`.
"""
