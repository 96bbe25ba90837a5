"""An inspector's day: the tour on a telephone, also without reception, and in the inspector's own calendar."""
