"""What officers do with reports of residents and tips: read, answer, find the place, open a case, close."""
