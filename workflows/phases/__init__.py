"""The decisions of each phase: a command and the present request become events, or are refused.

Imports state, the company's definition and `facts`; never rights, time, news or the desk.
"""
