"""What is learned: figures computed from events, never typed in; nothing here writes."""
