"""What the bot serves over HTTP: its health, and the pages."""
