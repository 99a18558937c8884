"""A small, stateful, honest Slack for trying the bot and for testing it, with a page to be anyone in it.

May be imported by `app`.
"""
