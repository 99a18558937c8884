"""The stores and the catalogue's reader: one store a file, one contract suite for all.

May be imported by `app`.
"""
