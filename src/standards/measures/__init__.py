"""What is measured: facts as frames, and the named quantities that are worked out on them."""
