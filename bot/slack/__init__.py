"""Slack: payloads in, Block Kit out, through Bolt and the Web API.

May be imported by `bot.playground` and `app`.
"""
