"""Speaking and listening: cards, texts, the sender, and one folder a platform."""
