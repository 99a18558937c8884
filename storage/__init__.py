"""Where requests are kept: one store a file, one contract suite for all."""
