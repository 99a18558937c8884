"""The only way into the heart: facts, decision, news and one commit; and the sweep, for which time is the actor.

May be imported by `bot`.
"""
