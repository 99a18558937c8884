"""The needs of the running process: settings, logs, the web server, the ticker.

May be imported by `bot` and `app`; it imports no other room of the bot.
"""
