"""Who inspects: when and from where they work, what they can do, and where they may not go."""
