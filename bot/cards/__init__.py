"""What is said, by thing. Cards are neutral: meaning, not layout; each platform renders them its own way."""
