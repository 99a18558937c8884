"""What people do, in neutral words, and the direct answer to it.

Imports cards, forms and texts; never a platform.
"""
