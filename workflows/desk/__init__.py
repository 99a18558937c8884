"""The only way in: facts, decision, news and one commit; and the sweep, for which time is the actor.

Imports every other room of the heart.
"""
