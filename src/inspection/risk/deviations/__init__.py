"""What people decide otherwise than the score orders: put first, put off, another group. Never the stored score."""
