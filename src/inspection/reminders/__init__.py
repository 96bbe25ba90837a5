"""What is late or due around visits: told to officers by mail, once each, and on one page."""
