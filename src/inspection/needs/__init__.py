"""What is known before a visit: safety, people, languages, hours; and grounds to come unannounced."""
