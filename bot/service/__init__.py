"""What the running process needs: settings, logs, the web server, the ticker.

Imports no other room of the bot.
"""
