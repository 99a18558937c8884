"""A conversation where a person has one chat with the bot and no threads: where words go, and questions one by one.

May be imported by `bot.yinuo`.
"""
