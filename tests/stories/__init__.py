"""Whole stories, played as people would: counted, in a browser, and through kills."""
