"""How issued letters reach their recipients: deliveries and their states, channels, proof, what went wrong."""
