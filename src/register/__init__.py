"""What is declared and known about employer-provided housing."""
