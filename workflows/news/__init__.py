"""What each event makes people hear: who, where and when.

Imports state, phases and time.
"""
